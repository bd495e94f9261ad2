import CCurl
import Glibc

/// libcurl's return codes as errors, in one place.
struct CurlError: Error, Equatable {
  let kind: TransportFailure.Kind
  /// A verb and its object: "read the URL".
  let operation: String
  /// libcurl's own text: a fixed sentence that quotes nothing of the request.
  let text: String

  /// Throws unless `code` is success. `systemError` is the `errno` that libcurl kept, or 0; `detail` is what it
  /// wrote beyond its code.
  static func check(
    _ code: CURLcode, _ operation: String, systemError: CInt = 0, detail: String = ""
  ) throws(CurlError) {
    guard code != CURLE_OK else { return }
    var kind = kind(of: code)
    if code == CURLE_SSL_CONNECT_ERROR, hasEnded(systemError, detail) { kind = .connectionLost }
    throw CurlError(kind: kind, operation: operation, text: String(cString: curl_easy_strerror(code)))
  }

  static func check(_ code: CURLMcode, _ operation: String) throws(CurlError) {
    guard code != CURLM_OK else { return }
    throw CurlError(kind: .other, operation: operation, text: String(cString: curl_multi_strerror(code)))
  }

  static func check(_ code: CURLUcode, _ operation: String) throws(CurlError) {
    guard code != CURLUE_OK else { return }
    throw CurlError(kind: .invalidURL, operation: operation, text: String(cString: curl_url_strerror(code)))
  }

  /// A server that goes away amid the handshake is a lost connection, not a wrong certificate: try again.
  private static func hasEnded(_ systemError: CInt, _ detail: String) -> Bool {
    systemError == ECONNRESET || systemError == EPIPE || detail.contains("SSL_ERROR_SYSCALL")
      || detail.contains("unexpected eof")
  }

  private static func kind(of code: CURLcode) -> TransportFailure.Kind {
    switch code {
    case CURLE_OPERATION_TIMEDOUT: .timeout
    case CURLE_COULDNT_CONNECT, CURLE_PROXY: .refused
    case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY: .unresolved
    case CURLE_URL_MALFORMAT: .invalidURL
    case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE,
      CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_CRL_BADFILE,
      CURLE_SSL_PINNEDPUBKEYNOTMATCH, CURLE_SSL_INVALIDCERTSTATUS, CURLE_SSL_CLIENTCERT,
      CURLE_SSL_ENGINE_NOTFOUND, CURLE_SSL_ENGINE_SETFAILED, CURLE_SSL_ENGINE_INITFAILED,
      CURLE_USE_SSL_FAILED:
      .tls
    case CURLE_PARTIAL_FILE, CURLE_GOT_NOTHING, CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_HTTP2,
      CURLE_HTTP2_STREAM, CURLE_BAD_CONTENT_ENCODING, CURLE_SSL_SHUTDOWN_FAILED, CURLE_WRITE_ERROR:
      .connectionLost
    default: .other
    }
  }
}
