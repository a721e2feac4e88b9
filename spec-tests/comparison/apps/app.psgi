sub {
    my $env = shift;
    my $method = $env->{REQUEST_METHOD};
    return [404, ['Content-Length' => 0], []] if $env->{PATH_INFO} ne '/' && $method =~ /^(GET|HEAD)$/;
    return [200, ['Content-Type' => 'text/plain', 'Content-Length' => 6], [$method eq 'HEAD' ? '' : "hello\n"]]
        if $method eq 'GET' || $method eq 'HEAD';
    return [204, ['Allow' => 'GET, HEAD, POST, OPTIONS'], []] if $method eq 'OPTIONS';
    return [405, ['Allow' => 'GET, HEAD, POST, OPTIONS', 'Content-Length' => 0], []] if $method ne 'POST';
    my ($content, $part) = ('');
    $content .= $part while $env->{'psgi.input'}->read($part, 65536);
    return [200, ['Content-Type' => 'text/plain', 'Content-Length' => length $content], [$content]];
};
