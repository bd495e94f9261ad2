import NIOSSL

/// What a server shows to prove who it is: PEM files.
public struct ServerCertificate: Sendable {
  /// The certificate, with its chain if it has one.
  public var certificateFile: String
  /// The private key.
  public var keyFile: String
  /// Whether clients may have HTTP/2 if they ask for it, as they may at the exchange.
  public var offersHTTP2: Bool

  /// The files of a certificate.
  public init(certificateFile: String, keyFile: String, offersHTTP2: Bool = true) {
    self.certificateFile = certificateFile
    self.keyFile = keyFile
    self.offersHTTP2 = offersHTTP2
  }

  /// The files, read.
  var configuration: TLSConfiguration {
    get throws {
      let chain = try NIOSSLCertificate.fromPEMFile(certificateFile)
      let key = try NIOSSLPrivateKey(file: keyFile, format: .pem)
      return .makeServerConfiguration(
        certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
    }
  }
}
