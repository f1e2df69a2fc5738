ls ; rm x
echo “quoted”
ls -la ＆＆ rm
