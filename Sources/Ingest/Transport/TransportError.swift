import Glibc

/// Why a transport could not be made, or a base URL not be used.
public enum TransportError: Error, Equatable, Sendable {
  /// The file of certificate authorities cannot be read.
  case caFileUnreadable(path: String, errno: Int32)
  /// The file of certificate authorities holds no certificate in PEM form.
  case caFileWithoutCertificates(path: String)
  /// An option is out of its range.
  case invalidOption(name: String, why: String)
  /// The base URL is none that can be used.
  case invalidBaseURL(why: String)
  /// libcurl failed; `code` is its own text.
  case library(operation: String, code: String)
  /// The transport's thread could not be started.
  case noThread(errno: Int32)
}

extension TransportError: CustomStringConvertible {
  /// What failed, and what to try.
  public var description: String {
    switch self {
    case .caFileUnreadable(let path, let number):
      "cannot read the CA file \(path): \(String(cString: strerror(number))); check ca_file"
    case .caFileWithoutCertificates(let path):
      "the CA file \(path) holds no certificate in PEM form (-----BEGIN CERTIFICATE-----); check ca_file"
    case .invalidOption(let name, let why): "the transport's \(name) \(why)"
    case .invalidBaseURL(let why): "the base URL \(why); it looks like https://api.binance.us"
    case .library(let operation, let code): "libcurl could not \(operation): \(code)"
    case .noThread(let number):
      "the transport's thread could not be started: \(String(cString: strerror(number)));"
        + " lift the limit of processes (ulimit -u)"
    }
  }
}
