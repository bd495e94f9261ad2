import EventLog
import Interchange

/// The whole archive as one text, for looking for what must not be there.
enum Export {
  static func all(_ log: EventLog) throws -> String {
    let last = try log.read { (snapshot: borrowing Snapshot) in snapshot.lastSequence }
    var bytes: [UInt8] = []
    _ = try EventExport.run(EventSelection(through: last), of: log, as: JSONLinesFormat()) { bytes += $0 }
    return String(decoding: bytes, as: UTF8.self)
  }
}
