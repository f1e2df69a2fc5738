perl_tcp() { perl -MSocket -e 'socket(my $s, AF_INET, SOCK_STREAM, 0) or exit 1; connect($s, pack_sockaddr_in($ENV{TCP}, inet_aton($ARGV[0]))) or exit 1' "$1"; }
# Succeeds when a call got further than a refusal: any other error comes from the code behind the filter.
refused() { perl -e 'my $n = $ENV{"SYS_$ARGV[0]"}; exit 1 if !defined $n; my $r = eval $ARGV[1]; die $@ if $@; exit($r == -1 && ($! == 1 || $! == 13 || $! == 38) ? 1 : 0)' "$1" "$2"; }
