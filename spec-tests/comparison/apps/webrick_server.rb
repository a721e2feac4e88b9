require 'webrick'

class Main < WEBrick::HTTPServlet::AbstractServlet
  def do_GET(_request, response)
    response['Content-Type'] = 'text/plain'
    response.body = "hello\n"
  end

  def do_POST(request, response)
    request.continue
    response['Content-Type'] = 'text/plain'
    response.body = request.body || ''
  end
end

quiet = WEBrick::Log.new(File::NULL)
server = WEBrick::HTTPServer.new(BindAddress: '127.0.0.1', Port: ARGV[0].to_i, Logger: quiet, AccessLog: [])
server.mount('/', Main)
trap('TERM') { server.shutdown }
server.start
