public import ArgumentParser
public import Projections

/// `1`, `2` or `3`.
extension SchemaVersion: ExpressibleByArgument {
  public init?(argument: String) {
    guard let number = Int(argument), let version = SchemaVersion(rawValue: number) else {
      return nil
    }
    self = version
  }

  public static var allValueStrings: [String] { allCases.map { "\($0.rawValue)" } }

  public var defaultValueDescription: String { "\(rawValue)" }
}

/// Table names behind one flag, with commas between them.
struct TableNames: ExpressibleByArgument {
  let names: [String]

  init?(argument: String) {
    names = argument.split(separator: ",").map { String($0) }
    if names.isEmpty { return nil }
  }
}
