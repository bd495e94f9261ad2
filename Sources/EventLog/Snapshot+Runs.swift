extension Snapshot {
  /// Every run, in the order of their ids. Annotations, which have run ids too, are no runs.
  public func runs() throws(EventLogError) -> [RunRecord] {
    try runs(idPrefix: "")
  }

  /// The runs whose id starts with `idPrefix`, in the order of their ids.
  public func runs(idPrefix: String) throws(EventLogError) -> [RunRecord] {
    try runRecords(idPrefix: idPrefix).filter { !$0.isAnnotation }
  }

  /// Every record of a run whose id starts with `idPrefix`, also of annotations.
  func runRecords(idPrefix: String = "") throws(EventLogError) -> [RunRecord] {
    let prefix = Array(idPrefix.utf8)
    let cursor = try view.cursor(view.databases.runs)
    var records: [RunRecord] = []
    // LMDB knows no empty key: the beginning is the first entry.
    var entry = prefix.isEmpty ? try cursor.first() : try cursor.seek(prefix)
    while let (key, value) = entry, key.starts(with: prefix) {
      guard let id = RunID(String(decoding: key, as: UTF8.self)) else {
        throw .damagedArchive(path: view.path, what: "a key of runs is no run id")
      }
      records.append(try view.runRecord(value, id))
      entry = try cursor.next()
    }
    return records
  }

  /// The run of this id, or nil.
  public func run(_ id: RunID) throws(EventLogError) -> RunRecord? {
    try view.run(id)
  }
}
