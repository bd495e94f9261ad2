/// What a server shows to prove who it is: PEM files.
public struct ServerCertificate: Sendable {
  /// The certificate, with its chain if it has one.
  public var certificateFile: String
  /// The private key.
  public var keyFile: String

  /// The files of a certificate.
  public init(certificateFile: String, keyFile: String) {
    self.certificateFile = certificateFile
    self.keyFile = keyFile
  }
}
