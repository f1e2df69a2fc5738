package dev.agentloop.sandbox.linux;

import java.util.Map;
import java.util.TreeMap;

/** The variables by which common tools find a proxy. What a command or its policy sets wins. */
final class ProxyVariables {
    private static final String HOST = "127.0.0.1";
    private static final String DIRECT = "localhost,127.0.0.1,::1";

    private ProxyVariables() {}

    static Map<String, String> addTo(Map<String, String> environment, int port) {
        String http = "http://" + HOST + ":" + port;
        Map<String, String> all = new TreeMap<>();
        for (String name : new String[] {"HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"}) {
            all.put(name, http);
        }
        for (String name : new String[] {"ALL_PROXY", "all_proxy"}) {
            all.put(name, "socks5h://" + HOST + ":" + port);
        }
        for (String name : new String[] {"NO_PROXY", "no_proxy", "npm_config_noproxy"}) {
            all.put(name, DIRECT);
        }
        for (String name :
                new String[] {"npm_config_proxy", "npm_config_https_proxy", "PIP_PROXY", "YARN_HTTP_PROXY"}) {
            all.put(name, http);
        }
        all.put("YARN_HTTPS_PROXY", http);
        all.put("NODE_USE_ENV_PROXY", "1");
        all.put("CARGO_HTTP_PROXY", http);
        all.putAll(environment);
        all.merge("JAVA_TOOL_OPTIONS", java(port), (own, proxy) -> proxy + " " + own);
        return all;
    }

    private static String java(int port) {
        StringBuilder options = new StringBuilder();
        for (String scheme : new String[] {"http", "https"}) {
            options.append("-D").append(scheme).append(".proxyHost=").append(HOST);
            options.append(" -D")
                    .append(scheme)
                    .append(".proxyPort=")
                    .append(port)
                    .append(' ');
        }
        return options.append("-Dhttp.nonProxyHosts=localhost|127.*|[::1]").toString();
    }
}
