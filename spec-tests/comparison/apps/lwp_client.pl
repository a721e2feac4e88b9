use strict;
use warnings;
use HTTP::Request;
use LWP::UserAgent;

$| = 1;
my $agent = LWP::UserAgent->new(keep_alive => 8, timeout => 10, max_redirect => 0, env_proxy => 0);
while (<STDIN>) {
    my ($method, $url) = split;
    if ($method eq 'EXPECT') { print "unsupported\n"; next }
    my $response = $agent->request(HTTP::Request->new($method, $url, [], $method =~ /^P/ ? 'hello' : undef));
    # what went wrong in the client, or broke off the content, has a field of its own
    my $wrong = $response->header('Client-Warning') // $response->header('X-Died') // $response->header('Client-Aborted');
    if (defined $wrong) { print 'rejected ', $response->status_line =~ s/\s+/ /gr, "\n"; next }
    my $content = $response->content =~ s/(.)/sprintf '%%%02x', ord $1/gesr;
    print 'accepted ', $response->code, ' ', $content, "\n";
}
