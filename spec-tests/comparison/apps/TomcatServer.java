import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.servlets.DefaultServlet;
import org.apache.catalina.startup.Tomcat;

/** Tomcat's own files for GET and HEAD, and an echo. */
class TomcatServer {
    public static void main(String[] arguments) throws Exception {
        Logger.getLogger("").setLevel(Level.OFF);
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(Files.createTempDirectory("tomcat").toString());
        Connector connector = new Connector();
        connector.setProperty("address", "127.0.0.1");
        connector.setPort(Integer.parseInt(arguments[0]));
        tomcat.setConnector(connector);
        var context = tomcat.addContext("", arguments[1]);
        context.addWelcomeFile("index.txt");
        // a weak entity tag, the default, matches nothing in If-Match
        Tomcat.addServlet(context, "files", new Echo()).addInitParameter("useStrongETags", "true");
        context.addServletMappingDecoded("/", "files");
        tomcat.start();
        tomcat.getServer().await();
    }

    static class Echo extends DefaultServlet {
        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response)
                throws IOException, ServletException {
            switch (request.getMethod()) {
                case "GET", "HEAD" -> super.service(request, response);
                case "POST" -> {
                    byte[] content;
                    try {
                        content = request.getInputStream().readAllBytes();
                    } catch (IOException e) {
                        response.setStatus(400);
                        return;
                    }
                    response.setContentType("text/plain");
                    response.getOutputStream().write(content);
                }
                default -> {
                    response.setHeader("Allow", "GET, HEAD, POST, OPTIONS");
                    response.setStatus(request.getMethod().equals("OPTIONS") ? 204 : 405);
                }
            }
        }
    }
}
