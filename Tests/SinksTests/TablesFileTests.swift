import Files
import Foundation
import Projections
import Replay
import TestKit
import Testing

@testable import Sinks

@Suite("The file of tables")
struct TablesFileTests {
  private func archive(_ seed: UInt64 = 7) throws -> ArchiveBuilder {
    let archive = try ArchiveBuilder()
    try archive.append(DiceLog.events(seed: seed, count: 60))
    return archive
  }

  private func refusal(_ archive: ArchiveBuilder, _ name: String, schema: Schema = TableCatalogue.latest)
    -> String
  {
    do {
      try archive.replay(to: name, schema: schema)
      return "nothing"
    } catch {
      return "\(error)"
    }
  }

  /// What stands in the way of a file, and the words that refuse it.
  enum Obstacle: CaseIterable {
    case otherArchive, otherSchema, otherProgram, newerLayout, noDatabase, shortText

    var words: String {
      switch self {
      case .otherArchive: "was made from another archive"
      case .otherSchema: "holds schema 1, not \(TableCatalogue.latest.version.number)"
      case .otherProgram: "was not written by bnus-replay"
      case .newerLayout: "has layout 99"
      case .noDatabase, .shortText: "is not an SQLite database"
      }
    }

    var isOurs: Bool { [.otherArchive, .otherSchema, .newerLayout].contains(self) }

    func make(at path: String) throws {
      switch self {
      case .otherArchive:
        let other = try ArchiveBuilder()
        try other.append(DiceLog.events(seed: 8, count: 20))
        try other.replay(to: path)
      case .otherSchema: break
      case .otherProgram:
        try Data().write(to: URL(filePath: path))
        try SQLiteFile(path, writable: true).rows("CREATE TABLE mine (x)")
      case .newerLayout: try SQLiteFile(path, writable: true).rows("PRAGMA user_version = 99")
      case .noDatabase: try Data(repeating: 0x41, count: 40_000).write(to: URL(filePath: path))
      case .shortText: try Data("notes\n".utf8).write(to: URL(filePath: path))
      }
    }
  }

  @Test(
    "a file that is not these tables is refused with the way out and left alone", arguments: Obstacle.allCases
  )
  func refused(obstacle: Obstacle) throws {
    let archive = try archive()
    let path = archive.directory.file("t.sqlite")
    if obstacle == .otherSchema { try archive.replay(to: path, schema: TableCatalogue.schemas[0]) }
    if obstacle == .newerLayout { try archive.replay(to: path) }
    try obstacle.make(at: path)
    let before = try Data(contentsOf: URL(filePath: path))
    let refusal = try #require(throws: SinkError.self) { try archive.replay(to: "t.sqlite") }
    #expect("\(refusal)".contains(obstacle.words))
    #expect(refusal.remedy == (obstacle.isOurs ? .rebuildOrMove : .move))
    #expect(try Data(contentsOf: URL(filePath: path)) == before)
    guard obstacle.isOurs else {
      #expect(throws: SinkError.self) { try archive.replay(to: path, mode: .rebuild) }
      #expect(try Data(contentsOf: URL(filePath: path)) == before)
      return #expect(try archive.directory.names == ["archive", "t.sqlite"])
    }
    try archive.replay(to: path, mode: .rebuild)
    let fresh = try archive.image(of: "fresh.sqlite")
    #expect(try TablesImage(of: path).difference(from: fresh) == "")
    #expect(try archive.directory.names == ["archive", "fresh.sqlite", "t.sqlite"])
  }

  @Test("a directory in its place is refused, by --rebuild too")
  func directory() throws {
    let archive = try archive()
    try FileManager.default.createDirectory(
      atPath: archive.directory.file("t.sqlite"), withIntermediateDirectories: false)
    for mode in [Destination.Mode.catchUp, .rebuild] {
      #expect(throws: FilesError.self) { try archive.replay(to: "t.sqlite", mode: mode) }
    }
    #expect(try archive.directory.names == ["archive", "t.sqlite"])
  }

  @Test("a directory that is not there is an error that names the file")
  func noDirectory() throws {
    let archive = try archive()
    #expect(refusal(archive, "none/t.sqlite").contains("none/t.sqlite"))
  }

  @Test(
    "a link stays a link, and the file behind it is replaced",
    arguments: [Destination.Mode.catchUp, .rebuild])
  func link(mode: Destination.Mode) throws {
    let archive = try archive()
    let behind = archive.directory.file("behind.sqlite")
    try archive.replay(to: behind, through: 10)
    try FileManager.default.createSymbolicLink(
      atPath: archive.directory.file("t.sqlite"), withDestinationPath: "behind.sqlite")
    try archive.replay(to: "t.sqlite", mode: mode)
    let fresh = try archive.image(of: "fresh.sqlite")
    #expect(try TablesImage(of: behind).difference(from: fresh) == "")
    #expect(try archive.directory.names == ["archive", "behind.sqlite", "fresh.sqlite", "t.sqlite"])
    #expect(
      try FileManager.default.destinationOfSymbolicLink(atPath: archive.directory.file("t.sqlite"))
        == "behind.sqlite")
  }

  @Test("a link to a file that is not there is not followed")
  func danglingLink() throws {
    let archive = try archive()
    let link = archive.directory.file("t.sqlite")
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "behind.sqlite")
    #expect(throws: FilesError.danglingLink(path: link)) { try archive.replay(to: "t.sqlite") }
    #expect(try archive.directory.names == ["archive", "t.sqlite"])
  }

  @Test("a new file is private, and a file that is replaced keeps its mode")
  func mode() throws {
    let archive = try archive()
    func mode(_ path: String) throws -> Int? {
      try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }
    let path = archive.directory.file("t.sqlite")
    try archive.replay(to: path)
    #expect(try mode(path) == 0o600)
    for wanted in [0o644, 0o640] {
      try FileManager.default.setAttributes([.posixPermissions: wanted], ofItemAtPath: path)
      try archive.replay(to: path, mode: .rebuild)
      #expect(try mode(path) == wanted)
    }
  }

  @Test("an empty file in its place is filled")
  func emptyFile() throws {
    let archive = try archive()
    _ = try archive.directory.write([], to: "t.sqlite")
    let image = try archive.image(of: "t.sqlite")
    #expect(image == (try archive.image(of: "fresh.sqlite")))
  }

  @Test("what SQLite would take for a part of the file is refused where it is none of its own")
  func besideIt() throws {
    let archive = try archive()
    let directory = archive.directory
    let victim = try directory.write(Array("dear diary".utf8), to: "diary")
    func refuses(_ words: String) throws {
      for mode in [Destination.Mode.catchUp, .rebuild] {
        let error = #expect(throws: FilesError.self) { try archive.replay(to: "t.sqlite", mode: mode) }
        #expect(error?.description.contains(words) == true)
      }
      #expect(try Data(contentsOf: URL(filePath: victim)) == Data("dear diary".utf8))
    }
    for suffix in ["-journal", "-wal", "-shm"] {
      let side = directory.file("t.sqlite\(suffix)")
      _ = try directory.write([1], to: "t.sqlite\(suffix)")
      try refuses("without the file")
      try FileManager.default.removeItem(atPath: side)
    }
    try archive.replay(to: "t.sqlite", through: 10)
    for suffix in ["-journal", "-wal", "-shm"] {
      let side = directory.file("t.sqlite\(suffix)")
      try FileManager.default.createSymbolicLink(atPath: side, withDestinationPath: victim)
      try refuses("not a regular file")
      try FileManager.default.removeItem(atPath: side)
      try FileManager.default.linkItem(atPath: victim, toPath: side)
      try refuses("not a regular file")
      try FileManager.default.removeItem(atPath: side)
      if suffix == "-shm" { continue }
      _ = try directory.write(Array("something else".utf8), to: "t.sqlite\(suffix)")
      try refuses("not what its name suggests")
      try FileManager.default.removeItem(atPath: side)
    }
    try archive.replay(to: "t.sqlite")
    #expect(try directory.names == ["archive", "diary", "t.sqlite"])
  }

  @Test("a second rebuild of one file at the same time is refused, and the first is unharmed")
  func concurrent() throws {
    let archive = try archive()
    var refusals = 0
    try archive.replay(to: "t.sqlite", mode: .rebuild) { progress in
      guard progress.sequence % 10 == 0 else { return }
      do {
        try archive.replay(to: "t.sqlite", mode: .rebuild)
      } catch SinkError.busy {
        refusals += 1
      }
    }
    #expect(refusals > 0)
    let fresh = try archive.image(of: "fresh.sqlite")
    #expect(try TablesImage(of: archive.directory.file("t.sqlite")).difference(from: fresh) == "")
    #expect(try archive.directory.names == ["archive", "fresh.sqlite", "t.sqlite"])
  }

  @Test("a rebuild that fails leaves the old file and nothing beside it")
  func failed() throws {
    let archive = try archive()
    let before = try archive.image(of: "t.sqlite", through: 30)
    struct Stop: Error {}
    #expect(throws: Stop.self) {
      try archive.replay(to: "t.sqlite", mode: .rebuild) { if $0.sequence > 40 { throw Stop() } }
    }
    #expect(try TablesImage(of: archive.directory.file("t.sqlite")) == before)
    #expect(try archive.directory.names == ["archive", "t.sqlite"])
  }

  @Test("a reader that reads meanwhile sees the old tables until the new ones are whole")
  func reader() throws {
    let archive = try archive()
    try archive.replay(to: "t.sqlite", through: 30)
    let path = archive.directory.file("t.sqlite")
    let before = try TablesImage(of: path)
    try archive.replay(to: "t.sqlite", mode: .rebuild) { _ in
      let now = try TablesImage(of: path)
      #expect(now == before)
    }
    #expect(try TablesImage(of: path) != before)
  }

  @Test("the file is one that SQLite finds whole, with its views usable and its name on it")
  func integrity() throws {
    let archive = try archive()
    for schema in TableCatalogue.schemas {
      let name = "s\(schema.version.number).sqlite"
      try archive.replay(to: name, schema: schema, through: 20)
      try archive.replay(to: name, schema: schema)
      let file = try SQLiteFile(archive.directory.file(name))
      #expect(try file.texts("PRAGMA integrity_check") == ["ok"])
      #expect(try file.cell("PRAGMA application_id") == .integer(0x626E_7573))
      for table in schema.tables {
        _ = try file.rows("SELECT * FROM \"\(table.schema.name)_latest\"")
        let columns = try file.texts("SELECT name FROM pragma_table_info('\(table.schema.name)')")
        #expect(columns == table.schema.columns.map(\.name))
        let key = try file.texts(
          "SELECT name FROM pragma_table_info('\(table.schema.name)') WHERE pk > 0 ORDER BY pk")
        #expect(key == table.schema.storedKey)
      }
    }
  }
}
