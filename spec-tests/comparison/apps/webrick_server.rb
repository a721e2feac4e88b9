require 'webrick'

class Main < WEBrick::HTTPServlet::FileHandler
  def do_POST(request, response)
    request.continue
    response['Content-Type'] = 'text/plain'
    response.body = request.body || ''
  end

  def do_OPTIONS(_request, response)
    response.status = 204
  end
end

quiet = WEBrick::Log.new(File::NULL)
server = WEBrick::HTTPServer.new(BindAddress: '127.0.0.1', Port: ARGV[0].to_i, Logger: quiet, AccessLog: [],
                                 DirectoryIndex: ['index.txt'])
server.mount('/', Main, 'htdocs')
trap('TERM') { server.shutdown }
server.start
