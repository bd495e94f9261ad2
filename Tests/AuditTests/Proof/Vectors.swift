import CommandKit

/// The vectors of the public formats, as files beside this one.
enum Vectors {
  static let name = "example.com/bnus-replay"
  static let seed = Array(UInt8(0)...31)
  static let verifierKey =
    "example.com/bnus-replay+f35035e8+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4"
  static let leaves = (0..<7).map { Array("bnus-event-\($0)\n".utf8) }

  static func text(_ file: String) throws -> String {
    try Repository.text("Tests/AuditTests/Proof/Vectors/\(file)")
  }

  static func bytes(_ file: String) throws -> [UInt8] { Array(try text(file).utf8) }
}
