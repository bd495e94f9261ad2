import ArgumentParser
import BinanceUS
import JSONView
import Projections
import Sinks

struct SchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema", abstract: "Print the table definitions.",
    discussion: """
      \(Examples.text(of: "schema"))

      \(ExitCodes.help())
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case sql, json, markdown
  }

  @Option(help: "sql, json or markdown.")
  var format = Format.sql

  @Flag(help: "The same as --format json.")
  var json = false

  @Option(help: "Which version of the schema.")
  var schema = SchemaChoice.latest

  func run() throws {
    let tables = schema.schema.tables
    switch json ? .json : format {
    case .sql:
      for table in tables {
        try StandardOutput.print(lines: TableLayout.table(table.schema))
        try StandardOutput.print(lines: TableLayout.latestView(table.schema))
        for view in TableLayout.numberViews(table.schema) { try StandardOutput.print(lines: view) }
        try StandardOutput.print()
      }
      try StandardOutput.print(lines: TableLayout.provenance)
    case .json:
      let document = JSONDocument.object([
        ("schema", .number(schema.schema.version.number)),
        ("tables", .array(tables.map(Self.document))),
      ])
      try StandardOutput.write(document)
    case .markdown:
      try StandardOutput.write(Array((TablesDocument.text + ProvenanceDocument.text).utf8))
    }
  }

  private static func document(_ table: TableDefinition) -> JSONDocument {
    .object([
      ("name", .text(table.schema.name)), ("summary", .text(table.schema.summary)),
      ("key", .array(table.schema.key.map { .text($0) })),
      ("reads", .array(table.reads.map { .text($0.path) })),
      (
        "columns",
        .array(
          table.schema.columns.map {
            .object([
              ("name", .text($0.name)), ("type", .text($0.type.rawValue)),
              ("source", .text($0.source.words)),
            ])
          })
      ),
    ])
  }
}
