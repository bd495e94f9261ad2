import ArgumentParser
import Projections

/// The number of a schema: `1`, `2` or `3`.
struct SchemaChoice: ExpressibleByArgument, CustomStringConvertible {
  let schema: Schema

  static let latest = SchemaChoice(schema: TableCatalogue.latest)

  private init(schema: Schema) { self.schema = schema }

  init?(argument: String) {
    guard let number = Int64(argument).flatMap({ Int(exactly: $0) }),
      let schema = TableCatalogue.schema(number)
    else { return nil }
    self.schema = schema
  }

  static var allValueStrings: [String] {
    TableCatalogue.schemas.map { "\($0.version.number)" }
  }

  var description: String { "\(schema.version.number)" }
}
