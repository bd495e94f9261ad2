import CLMDB
import EventModel
import Foundation

@testable import EventLog

extension EventLog {
  /// Writes past the log's own rules.
  func tamper(_ write: (borrowing WriteTransaction) throws(EventLogError) -> Void) throws {
    let archive = try current()
    let transaction = try WriteTransaction.begin(archive)
    try write(transaction)
    try transaction.commit()
  }
}

extension WriteTransaction {
  /// Takes an entry away, which the log itself never does.
  func remove(_ database: UInt32, _ key: [UInt8]) throws(EventLogError) {
    try key.withBytes { bytes throws(EventLogError) in
      var key = MDB_val(borrowing: bytes)
      try LMDBError.check(mdb_del(view.handle, database, &key, nil), "remove", view.path)
    }
  }
}

/// Flips a bit wherever in a file `bytes` stand (LMDB leaves old copies of pages behind); false when they stand
/// nowhere.
func flip(_ path: String, where bytes: [UInt8], at offset: Int) throws -> Bool {
  var data = try Data(contentsOf: URL(fileURLWithPath: path))
  let wanted = Data(bytes)
  var found = 0
  var rest = data.startIndex..<data.endIndex
  while let place = data.range(of: wanted, in: rest) {
    data[place.lowerBound + offset] ^= 0x10
    found += 1
    rest = place.upperBound..<data.endIndex
  }
  try data.write(to: URL(fileURLWithPath: path))
  return found > 0
}
