run(lambda do |env|
  case env['REQUEST_METHOD']
  when 'GET', 'HEAD'
    next [404, { 'Content-Length' => '0' }, []] if env['PATH_INFO'] != '/'

    content = env['REQUEST_METHOD'] == 'HEAD' ? [] : ["hello\n"]
    [200, { 'Content-Type' => 'text/plain', 'Content-Length' => '6' }, content]
  when 'POST'
    content = env['rack.input'].read
    [200, { 'Content-Type' => 'text/plain', 'Content-Length' => content.bytesize.to_s }, [content]]
  when 'OPTIONS'
    [204, { 'Allow' => 'GET, HEAD, POST, OPTIONS' }, []]
  else
    [405, { 'Allow' => 'GET, HEAD, POST, OPTIONS', 'Content-Length' => '0' }, []]
  end
end)
