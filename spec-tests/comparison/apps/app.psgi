sub {
    my $env = shift;
    my $method = $env->{REQUEST_METHOD};
    return [200, ['Content-Type' => 'text/plain', 'Content-Length' => 6], [$method eq 'HEAD' ? '' : "hello\n"]]
        if $method eq 'GET' || $method eq 'HEAD';
    return [405, ['Allow' => 'GET, HEAD, POST', 'Content-Length' => 0], []] if $method ne 'POST';
    my ($content, $part) = ('');
    $content .= $part while $env->{'psgi.input'}->read($part, 65536);
    return [200, ['Content-Type' => 'text/plain', 'Content-Length' => length $content], [$content]];
};
