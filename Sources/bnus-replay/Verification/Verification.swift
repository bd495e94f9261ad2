import Audit
import BinanceUS
import EventLog
import Ingest
import Platform

/// What `verify` does, in the process that walks: the log, then the head and the tables that it is held against.
struct Verification {
  let reading: ReadingOptions
  let checkpoint: String?
  let verifierKey: String?
  let tables: String?

  /// Walks everything and prints what was found.
  func run(_ pipe: WalkPipe) throws {
    prepareForFaults()
    let head = try checkpoint.map { try HeadVerification.read($0, verifierKey: verifierKey) }
    var record = WalkRecord()
    record.phase = WalkRecord.log
    try pipe.write(record)
    let (log, result) = try walk(pipe, &record)
    var summary = VerificationSummary(result)
    if result.isWhole {
      summary.isCursorTrue = try CursorCheck.isTrue(of: log)
      if let head { summary.head = try head.check(log) }
      if let tables { summary.tables = try verify(tables, log, pipe, record) }
    }
    try summary.print(reading)
  }

  /// Walks the log. One that is damaged beyond walking is a finding like any other.
  private func walk(_ pipe: WalkPipe, _ record: inout WalkRecord) throws -> (EventLog, VerificationReport) {
    do {
      let log = try open()
      return (
        log,
        try LogVerifier(log).verify { state in
          record.done = state.eventsDone
          record.total = state.events
          record.bytes = state.bodyBytes
          if state.damages == 0 { record.whole = state.eventsDone }
          try pipe.write(record)
        }
      )
    } catch let error where ExitCodes.code(of: error) == ExitCodes.damaged {
      if reading.json {
        let sentence = ExitCodes.lines(of: error).joined(separator: "\n")
        try StandardOutput.write(VerificationSummary.document(of: record, sentence))
      }
      throw error
    }
  }

  /// An archive whose list of databases is damaged looks like somebody else's environment.
  private func open() throws -> EventLog {
    do {
      return try reading.archive.openForVerification()
    } catch EventLogError.noArchive(let path) {
      // An environment that is empty and has pages for more was not always so.
      guard let status = FileStatus.find("\(path)/data.mdb"), status.bytes > 1 << 14 else {
        throw EventLogError.noArchive(path: path)
      }
      throw Finding(
        code: ExitCodes.damaged, message: "\(path)/data.mdb is damaged: it leads to nothing that is in it")
    } catch EventLogError.notAnArchive(let path) {
      throw Finding(
        code: ExitCodes.damaged,
        message: "\(path) holds an LMDB environment that is no archive, or one that is damaged beyond reading"
      )
    }
  }

  private func verify(
    _ path: String, _ log: EventLog, _ pipe: WalkPipe, _ walked: WalkRecord
  ) throws -> TablesReport {
    var record = walked
    record.phase = WalkRecord.tables
    return try TablesVerifier(log, file: path).verify { sequence in
      record.done = sequence
      try pipe.write(record)
    }
  }

  /// Lets a fault end this process at once, for its parent to report; Ctrl-C comes from there too.
  private func prepareForFaults() {
    LostPages.ignore()
    Interruption.listenPatiently()
  }
}
