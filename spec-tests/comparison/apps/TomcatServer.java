import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;

class TomcatServer {
    public static void main(String[] arguments) throws Exception {
        Logger.getLogger("").setLevel(Level.OFF);
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(Files.createTempDirectory("tomcat").toString());
        Connector connector = new Connector();
        connector.setProperty("address", "127.0.0.1");
        connector.setPort(Integer.parseInt(arguments[0]));
        tomcat.setConnector(connector);
        var context = tomcat.addContext("", null);
        Tomcat.addServlet(context, "echo", new HttpServlet() {
            @Override
            protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
                response.setContentType("text/plain");
                switch (request.getMethod()) {
                    case "GET", "HEAD" -> response.getOutputStream().print("hello\n");
                    case "POST" -> {
                        byte[] content;
                        try {
                            content = request.getInputStream().readAllBytes();
                        } catch (IOException e) {
                            response.setStatus(400);
                            return;
                        }
                        response.getOutputStream().write(content);
                    }
                    default -> {
                        response.setHeader("Allow", "GET, HEAD, POST");
                        response.setStatus(405);
                    }
                }
            }
        });
        context.addServletMappingDecoded("/", "echo");
        tomcat.start();
        tomcat.getServer().await();
    }
}
