public import EventModel
public import Projections

/// What a replay is to do: which tables of which schema, from where each, and up to which event.
///
/// It is a plan for one sink: where each table starts is where that sink has it.
public struct ReplayPlan {
  /// What a feed has to know beside its tables.
  struct Reading: Sendable {
    /// The last event to apply.
    let through: UInt64
    /// The runs whose responses are read; nil for all.
    let runs: Set<RunID>?
    /// Where damaged responses are noted and passed over; nil stops at the first.
    let damaged: DamagedResponses?
  }

  struct Table: Sendable {
    let place: Int
    let definition: TableDefinition
    let position: TablePosition
  }

  let reading: Reading
  let sink: any TableSink
  /// Feeds beside the writer: 0 does everything on one thread.
  let feeds: Int
  let tables: [Table]

  /// Plans the tables named (all where nil) from where the sink has them.
  ///
  /// - Parameters:
  ///   - runs: read the responses of these runs alone; nil for all. For tables that are looked at
  ///     once and thrown away: the sink's positions do not show it.
  ///   - damaged: notes damaged responses, which are passed over; nil stops at the first.
  ///   - jobs: threads to use, at least 1.
  public init(
    schema: Schema, only: [String]? = nil, runs: Set<RunID>? = nil, damaged: DamagedResponses? = nil,
    through: UInt64, jobs: Int, sink: any TableSink
  ) throws {
    if let unknown = only?.first(where: { name in !schema.tables.contains { $0.schema.name == name } }) {
      throw ReplayError.unknownTable(unknown)
    }
    let wanted = schema.tables.filter { only?.contains($0.schema.name) ?? true }
    tables = try wanted.enumerated().map { place, definition in
      let position = try sink.state(of: definition.schema).position
      guard position.through <= through else {
        throw ReplayError.beyond(
          table: definition.schema.name, through: position.through, requested: through)
      }
      return Table(place: place, definition: definition, position: position)
    }
    reading = Reading(through: through, runs: runs, damaged: damaged)
    self.sink = sink
    feeds = max(0, min(jobs - 1, tables.count))
  }

  /// The last event to apply.
  public var through: UInt64 { reading.through }

  /// The first event that any table still lacks.
  public var first: UInt64 { (tables.map(\.position.through).min() ?? through) +| 1 }

  /// The tables dealt to feeds in turn, so that no table has two.
  var hands: [[Table]] {
    var hands: [[Table]] = Array(repeating: [], count: max(1, feeds))
    for (index, table) in tables.enumerated() { hands[index % hands.count].append(table) }
    return hands.filter { !$0.isEmpty }
  }
}
