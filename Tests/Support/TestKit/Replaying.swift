import EventLog
public import Projections
public import Replay
public import Sinks

extension ArchiveBuilder {
  /// Replays the archive into a tables file as the command does.
  ///
  /// - Parameter path: a name in the archive's directory, or a whole path.
  @discardableResult
  public func replay(
    to path: String, schema: Schema = TableCatalogue.latest, through: UInt64? = nil, only: [String]? = nil,
    jobs: Int = 1, mode: Destination.Mode = .catchUp,
    progress: (ReplayProgress) throws -> Void = { _ in }
  ) throws -> ReplayReport {
    let file = path.hasPrefix("/") ? path : directory.file(path)
    let sink = try TablesFile.open(file, of: origin(schema), mode: mode)
    let plan = try ReplayPlan(schema: schema, only: only, through: through ?? last, jobs: jobs, sink: sink)
    return try plan.run(of: log, progress: progress)
  }

  /// Replays into a tables file and gives all it holds.
  public func image(
    of path: String, schema: Schema = TableCatalogue.latest, through: UInt64? = nil, only: [String]? = nil,
    jobs: Int = 1, mode: Destination.Mode = .catchUp
  ) throws -> TablesImage {
    try replay(to: path, schema: schema, through: through, only: only, jobs: jobs, mode: mode)
    return try TablesImage(of: directory.file(path))
  }

  /// Where tables of this archive come from.
  public func origin(_ schema: Schema) -> Destination.Origin {
    Destination.Origin(archive: log.archiveID, schema: schema)
  }
}
