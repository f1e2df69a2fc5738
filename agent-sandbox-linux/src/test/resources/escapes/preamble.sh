perl_tcp() { perl -MSocket -e 'socket(my $s, AF_INET, SOCK_STREAM, 0) or exit 1; connect($s, pack_sockaddr_in($ENV{TCP}, inet_aton($ARGV[0]))) or exit 1' "$1"; }
# Succeeds when a call got further than a refusal: any other error comes from the code behind the filter.
refused() { perl -e 'my $n = $ENV{"SYS_$ARGV[0]"}; exit 1 if !defined $n; my $r = eval $ARGV[1]; die $@ if $@; exit($r == -1 && ($! == 1 || $! == 13 || $! == 38) ? 1 : 0)' "$1" "$2"; }
# Asks the proxy of an allow-list for a connection; succeeds when it says 200.
via_proxy() { perl -MSocket -e 'socket(my $s, AF_INET, SOCK_STREAM, 0) or exit 1; connect($s, pack_sockaddr_in(3128, INADDR_LOOPBACK)) or exit 1; syswrite($s, "CONNECT $ARGV[0] HTTP/1.1\r\nHost: $ARGV[0]\r\n\r\n"); sysread($s, my $t, 12); exit($t =~ / 200/ ? 0 : 1)' "$1"; }
via_socks() { perl -MSocket -e 'socket(my $s, AF_INET, SOCK_STREAM, 0) or exit 1; connect($s, pack_sockaddr_in(3128, INADDR_LOOPBACK)) or exit 1; syswrite($s, "\5\1\0"); sysread($s, my $t, 2); syswrite($s, "\5\1\0\3" . chr(length $ARGV[0]) . $ARGV[0] . pack("n", $ARGV[1])); sysread($s, $t, 2); exit(ord(substr($t, 1)) == 0 ? 0 : 1)' "$1" "$2"; }
