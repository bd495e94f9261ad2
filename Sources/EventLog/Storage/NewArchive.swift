import Files

/// The data file of a new archive: an environment of LMDB without anything in it, made beside its place and moved there
/// when it is on disk.
///
/// LMDB makes a new environment with one write that it does not sync. A process that is killed in it, or a loss of power
/// until the first commit, would leave a file that LMDB takes for damaged ever after.
enum NewArchive {
  /// Makes it in a directory that holds none, or an empty file in its place. The caller holds the writer's lock.
  static func make(in path: String, mapBytes: Int) throws(EventLogError) {
    let draft = try EventLogError.ofFiles { () throws(FilesError) in
      try Draft.make(for: FilePlace.inArchive(path, ArchiveFiles.data), company: .welcome)
    }
    try LMDBEnvironment.makeEmpty(file: draft.path, of: path, mapBytes: mapBytes)
    try EventLogError.ofFiles { () throws(FilesError) in
      try draft.sync()
      try draft.takePlace(.found)
    }
  }
}
