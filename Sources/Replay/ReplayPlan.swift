public import EventModel
public import Projections

/// What a replay is to do: which tables of which schema, from where each, and up to which event.
public struct ReplayPlan: Sendable {
  struct Table: Sendable {
    let place: Int
    let definition: TableDefinition
    let position: TablePosition
  }

  /// The last event to apply.
  public let through: UInt64
  /// Feeds beside the writer: 0 does everything on one thread.
  let feeds: Int
  let tables: [Table]
  /// The runs whose answers are read; nil for all.
  let runs: Set<RunID>?
  /// Where damaged answers are noted and passed over; nil stops at the first.
  let damaged: DamagedAnswers?

  /// Plans the tables named (all where nil) from where the sink has them.
  ///
  /// - Parameters:
  ///   - runs: read the answers of these runs alone; nil for all. For tables that are looked at
  ///     once and thrown away: the sink's positions do not tell of it.
  ///   - damaged: notes damaged answers, which are passed over; nil stops at the first.
  ///   - jobs: threads to use, at least 1.
  public init(
    schema: Schema, only: [String]? = nil, runs: Set<RunID>? = nil, damaged: DamagedAnswers? = nil,
    through: UInt64, jobs: Int, sink: some TableSink
  ) throws {
    if let unknown = only?.first(where: { name in !schema.tables.contains { $0.schema.name == name } }) {
      throw ReplayError.unknownTable(unknown)
    }
    let wanted = schema.tables.filter { only?.contains($0.schema.name) ?? true }
    tables = try wanted.enumerated().map { place, definition in
      let position = try sink.position(of: definition.schema)
      guard position.through <= through else {
        throw ReplayError.beyond(
          table: definition.schema.name, through: position.through, asked: through)
      }
      return Table(place: place, definition: definition, position: position)
    }
    self.through = through
    self.runs = runs
    self.damaged = damaged
    feeds = max(0, min(jobs - 1, tables.count))
  }

  /// The first event that any table still lacks.
  public var first: UInt64 { (tables.map(\.position.through).min() ?? through) +| 1 }

  /// The tables dealt to feeds in turn, so that no table has two.
  var hands: [[Table]] {
    var hands: [[Table]] = Array(repeating: [], count: max(1, feeds))
    for (index, table) in tables.enumerated() { hands[index % hands.count].append(table) }
    return hands.filter { !$0.isEmpty }
  }
}
