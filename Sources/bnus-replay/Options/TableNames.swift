import ArgumentParser

/// Table names behind one flag, with commas between them.
struct TableNames: ExpressibleByArgument {
  let names: [String]

  init?(argument: String) {
    names = argument.split(separator: ",").map { String($0) }
    if names.isEmpty { return nil }
  }
}
