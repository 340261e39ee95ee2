import java.io.*;
import java.net.*;

/** Both ends of a connection, for TestInterpreters. */
public class Talk {
    public static void main(String[] args) throws Exception {
        ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        Socket client = new Socket(InetAddress.getLoopbackAddress(), server.getLocalPort());
        Socket accepted = server.accept();
        client.getOutputStream().write("hello".getBytes());
        accepted.getOutputStream().write(accepted.getInputStream().readNBytes(5));
        client.getInputStream().readNBytes(5);
        accepted.close();
        client.close();
        server.close();
    }
}
