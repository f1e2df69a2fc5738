echo $(rm x) `rm y` "${HOME:-$(rm z)}" <(rm a) $'r\x6d' {a,b} ~ *
cat <<EOF && A=1 ls
rm x
EOF
if ls; then rm a; fi; f() { rm b; }; (rm c) & ! rm d
