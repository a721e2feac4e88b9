run(lambda do |env|
  case env['REQUEST_METHOD']
  when 'GET', 'HEAD'
    content = env['REQUEST_METHOD'] == 'HEAD' ? [] : ["hello\n"]
    [200, { 'Content-Type' => 'text/plain', 'Content-Length' => '6' }, content]
  when 'POST'
    content = env['rack.input'].read
    [200, { 'Content-Type' => 'text/plain', 'Content-Length' => content.bytesize.to_s }, [content]]
  else
    [405, { 'Allow' => 'GET, HEAD, POST', 'Content-Length' => '0' }, []]
  end
end)
