import Foundation
import Testing

/// A certificate authority made by openssl for one test, in a directory that goes with it.
final class ThrowawayAuthority: Sendable {
  let directory: String

  /// The authority's own certificate.
  var caFile: String { directory + "/ca.pem" }

  init() throws {
    directory = FileManager.default.temporaryDirectory.path + "/authority-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    try openssl(
      "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
      "-subj", "/CN=throw-away CA", "-keyout", "ca.key", "-out", "ca.pem")
  }

  deinit {
    try? FileManager.default.removeItem(atPath: directory)
  }

  /// A certificate for these names (`IP:127.0.0.1,DNS:localhost`), valid from two days ago for `days` days.
  func issue(_ names: String, days: Int = 4) throws -> (certificate: String, key: String) {
    let name = UUID().uuidString
    try openssl(
      "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj", "/CN=server",
      "-keyout", "\(name).key", "-out", "\(name).csr")
    try Data("subjectAltName=\(names)\n".utf8).write(to: URL(fileURLWithPath: "\(directory)/\(name).ext"))
    try Data().write(to: URL(fileURLWithPath: "\(directory)/\(name).index"))
    let settings = """
      [ca]
      default_ca = here
      [here]
      database = \(name).index
      new_certs_dir = .
      rand_serial = yes
      default_md = sha256
      policy = any
      [any]
      commonName = supplied

      """
    try Data(settings.utf8).write(to: URL(fileURLWithPath: "\(directory)/\(name).cnf"))
    try openssl(
      "ca", "-batch", "-notext", "-config", "\(name).cnf", "-cert", "ca.pem", "-keyfile", "ca.key",
      "-startdate", Self.date(days: -2), "-enddate", Self.date(days: days - 2), "-extfile", "\(name).ext",
      "-in", "\(name).csr", "-out", "\(name).pem")
    return ("\(directory)/\(name).pem", "\(directory)/\(name).key")
  }

  private static func date(days: Int) -> String {
    let formatter = DateFormatter()
    formatter.dateFormat = "yyyyMMddHHmmss'Z'"
    formatter.timeZone = TimeZone(identifier: "UTC")
    formatter.locale = Locale(identifier: "en_US_POSIX")
    return formatter.string(from: Date(timeIntervalSinceNow: Double(days) * 86_400))
  }

  private func openssl(_ arguments: String...) throws {
    try ChildProcess.run(["sh", "-c", #"cd "$0" && exec openssl "$@""#, directory] + arguments)
  }
}
