package io.github.h11j.examples.cli;

import java.io.EOFException;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Why something failed, in words: what the JDK says of it is for programmers, and often a class name. */
final class Reasons {

    private Reasons() {}

    /**
     * Returns the reason of a failure, in words that fit after a colon.
     *
     * @param failure what the JDK threw
     * @return a part of a sentence, without a class name
     */
    static String of(Throwable failure) {
        String message = failure.getMessage();
        if (failure instanceof UnknownHostException || failure instanceof UnresolvedAddressException) {
            return "there is no host with this name; check the spelling and the network";
        }
        if (failure instanceof SSLException) {
            return tls(failure, String.valueOf(message));
        }
        if (failure instanceof BindException) {
            return bind(String.valueOf(message).toLowerCase(Locale.ROOT));
        }
        if (failure instanceof ConnectException) {
            boolean refused = String.valueOf(message).toLowerCase(Locale.ROOT).contains("refused");
            return refused ? "the connection was refused; nothing listens there" : plain(message);
        }
        if (failure instanceof NoRouteToHostException) {
            return "the network has no route to this host";
        }
        if (failure instanceof SocketTimeoutException) {
            return "timed out";
        }
        if (failure instanceof FileSystemException file) {
            return file(file);
        }
        if (failure instanceof EOFException) {
            return message == null ? "unexpected end of data" : plain(message);
        }
        if ("Is a directory".equals(message)) {
            return "it is a folder"; // what reading one throws
        }
        Throwable cause = failure.getCause();
        if (cause != null && (message == null || message.equals(cause.toString()))) {
            return of(cause);
        }
        return plain(message);
    }

    private static String file(FileSystemException failure) {
        if (failure instanceof NoSuchFileException) {
            return "there is no such file or folder";
        }
        if (failure instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (failure instanceof NotDirectoryException) {
            return "it is not a folder";
        }
        if (failure instanceof FileAlreadyExistsException) {
            return "it exists already";
        }
        if (failure instanceof DirectoryNotEmptyException) {
            return "the folder is not empty";
        }
        String reason = failure.getReason();
        return "Is a directory".equals(reason) ? "it is a folder" : plain(reason);
    }

    private static String bind(String message) {
        if (message.contains("in use")) {
            return "another program uses this port; choose another with --port, or a free one with --port 0";
        }
        if (message.contains("permission")) {
            return "permission denied; ports below 1024 are often reserved, choose another with --port";
        }
        if (message.contains("assign")) {
            return "this machine has no such address; choose another with --host";
        }
        return plain(message);
    }

    /** Like {@link #of}, for a server that cannot listen on a Unix-domain socket. */
    static String ofUnix(IOException failure) {
        String message = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
        if (message.contains("in use")) {
            return "the file exists already; remove it or choose another path";
        }
        if (message.contains("permission")) {
            return "permission denied; choose a folder in which you may create files";
        }
        if (message.contains("no such file") || message.contains("not a directory")) {
            return "there is no such folder";
        }
        if (message.contains("too long")) {
            return "this path is too long for a socket; choose one with at most 100 characters";
        }
        return of(failure);
    }

    private static String tls(Throwable failure, String message) {
        if (cause(failure, CertificateExpiredException.class).isPresent()) {
            return "the certificate of the server has expired";
        }
        if (cause(failure, CertificateNotYetValidException.class).isPresent()) {
            return "the certificate of the server is not valid yet; check the clock of this machine";
        }
        if (cause(failure, CertPathBuilderException.class).isPresent() || message.contains("No trusted certificate")) {
            return "the certificate of the server was not issued by a trusted authority;"
                    + " if you trust it, name its certificate with --tls-trust FILE";
        }
        Optional<CertificateException> certificate = cause(failure, CertificateException.class);
        if (certificate.isPresent()
                && String.valueOf(certificate.get().getMessage()).startsWith("No ")) {
            return "the certificate of the server is for another host name";
        }
        if (message.contains("unrecognized SSL message") || message.contains("plaintext connection")) {
            return "the server does not speak TLS; try http:// instead of https://";
        }
        if (message.contains("terminated the handshake")) {
            return "the server ended the TLS handshake; if it does not speak TLS, try http:// instead of https://";
        }
        return plain(message);
    }

    private static <T extends Throwable> Optional<T> cause(Throwable failure, Class<T> type) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (type.isInstance(each)) {
                return Optional.of(type.cast(each));
            }
        }
        return Optional.empty();
    }

    /** Returns what the operating system says, in the middle of a sentence. */
    static String plain(@Nullable String message) {
        if (message == null || message.isBlank()) {
            return "unknown reason";
        }
        boolean word = message.length() > 1 && Character.isLowerCase(message.charAt(1));
        return word ? message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1) : message;
    }

    /**
     * Like {@link #of}, preceded by what failed.
     *
     * @param what for example {@code cannot read x}
     * @return an exception to throw, which ends the command
     */
    static IOException because(String what, Throwable failure) {
        return new IOException(what + ": " + of(failure), failure);
    }
}
