ls -la && cat a.txt | grep -v "b c" > /dev/null 2>&1; echo 'done'
find . -name '*.java' -exec cat {} \; | xargs -n 1 -I{} sh -c 'echo {}'
