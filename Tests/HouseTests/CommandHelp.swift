/// A command's help as data, as the argument parser dumps it.
struct CommandHelp: Decodable {
  struct Tool: Decodable {
    let command: CommandHelp
  }

  struct Argument: Decodable {
    struct Name: Decodable {
      let kind: String
      let name: String

      var text: String { kind == "long" ? "--\(name)" : "-\(name)" }
    }

    let kind: String
    let shouldDisplay: Bool
    let isOptional: Bool
    let isRepeating: Bool
    let names: [Name]?
    let valueName: String?
    let defaultValue: String?
    let allValues: [String]?
    let abstract: String?
  }

  let commandName: String
  let abstract: String?
  let discussion: String?
  let arguments: [Argument]?
  let subcommands: [CommandHelp]?

  /// The commands below it but `help`, which needs no page.
  var commands: [CommandHelp] { (subcommands ?? []).filter { $0.commandName != "help" } }

  /// Every option it takes, as it is written.
  var options: Set<String> {
    Set((arguments ?? []).flatMap { ($0.names ?? []).map(\.text) })
  }
}
