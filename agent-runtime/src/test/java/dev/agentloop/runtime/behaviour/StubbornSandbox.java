package dev.agentloop.runtime.behaviour;

import dev.agentloop.sandbox.spi.SandboxProvider;
import dev.agentloop.sandbox.spi.support.PlainProcessProvider;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A provider without a sandbox that takes its time to open one, whatever anybody says. */
final class StubbornSandbox {
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch letGo = new CountDownLatch(1);

    SandboxProvider provider() {
        PlainProcessProvider plain = new PlainProcessProvider();
        return (SandboxProvider) Proxy.newProxyInstance(
                SandboxProvider.class.getClassLoader(),
                new Class<?>[] {SandboxProvider.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("open")) {
                        reached.countDown();
                        awaitStubbornly();
                    }
                    try {
                        return method.invoke(plain, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    /** Waits until somebody opens it. */
    void awaitReached() throws InterruptedException {
        if (!reached.await(20, TimeUnit.SECONDS)) {
            throw new AssertionError("Nobody opened the sandbox");
        }
    }

    /** Lets it open. */
    void letGo() {
        letGo.countDown();
    }

    private void awaitStubbornly() {
        boolean waiting = true;
        while (waiting) {
            try {
                waiting = !letGo.await(20, TimeUnit.SECONDS);
            } catch (InterruptedException ignored) {
                // stubborn on purpose
            }
        }
    }
}
