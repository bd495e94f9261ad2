import Foundation

/// What a loss of power may leave of a disk: of each directory the first so many of its changes, as a journal keeps
/// them, of each file any of its changes, a write whole or in any of its sectors.
struct DiskState: Hashable {
  /// What is kept of the unsynced changes of files.
  enum Data: Hashable {
    case all, none
    /// All but one, or one alone; counted through all files.
    case allBut(Int)
    case only(Int)
    /// Those whose bits are set.
    case bits(UInt64)
    /// Each by the toss of a coin, and each sector of some.
    case drawn(UInt64)
  }

  /// What is kept of the unsynced changes of directories.
  enum Names: Hashable {
    case all, none
    case drawn(UInt64)
  }

  let data: Data
  let names: Names

  /// The states that are tried: all where they are few, else the extremes, each single loss, and draws.
  static func states(of disk: Disk, draws: Int, _ dice: inout Dice) -> [DiskState] {
    var (changes, entries) = (0, 0)
    for node in disk.nodes {
      switch node {
      case .file(let file): changes += file.pending.count { !$0.isDurable }
      case .directory(let directory): entries += directory.pending.count
      }
    }
    var data: [Data] = changes == 0 ? [.none] : [.none, .all]
    if changes > 1 {
      data +=
        changes <= 4
        ? (1..<(UInt64(1) << UInt64(changes)) - 1).map { Data.bits($0) }
        : (0..<min(changes, draws)).map { changes <= draws ? Data.allBut($0) : .allBut(dice.below(changes)) }
          + (0..<min(changes, draws / 2)).map { _ in Data.only(dice.below(changes)) }
    }
    if changes > 0 { data += (0..<draws).map { _ in Data.drawn(dice.next()) } }
    var names: [Names] = entries == 0 ? [.none] : [.all, .none]
    if entries > 1 { names += (0..<2).map { _ in Names.drawn(dice.next()) } }
    // The extremes of names meet the extremes of data; a draw meets a draw.
    var states = data.prefix(2).flatMap { data in names.map { DiskState(data: data, names: $0) } }
    states += data.dropFirst(2).map {
      DiskState(data: $0, names: dice.onceIn(2) ? .all : dice.one(of: names))
    }
    var seen: Set<DiskState> = []
    return states.filter { seen.insert($0).inserted }
  }

  /// Lays the state out as files in a directory that is there and empty.
  func layOut(_ disk: Disk, in root: String) throws {
    var counts = Kept(data: data)
    var contents: [Int: Foundation.Data] = [:]
    for (number, node) in disk.nodes.enumerated() {
      guard case .file(let file) = node else { continue }
      contents[number] = counts.content(of: file)
    }
    var dice = Dice(seed: seed)
    try layOut(0, of: disk, contents, in: root, &dice)
  }

  private var seed: UInt64 {
    if case .drawn(let seed) = names { return seed }
    return 0
  }

  private func layOut(
    _ node: Int, of disk: Disk, _ contents: [Int: Foundation.Data], in path: String, _ dice: inout Dice
  ) throws {
    switch disk.nodes[node] {
    case .file:
      guard
        FileManager.default.createFile(
          atPath: path, contents: contents[node], attributes: [.posixPermissions: 0o600])
      else { throw CocoaError(.fileWriteUnknown) }
    case .directory(let directory):
      let count = directory.pending.count
      let kept =
        switch names {
        case .all: count
        case .none: 0
        case .drawn: dice.below(count + 1)
        }
      if node != 0 {
        try FileManager.default.createDirectory(
          atPath: path, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
      }
      for (name, child) in directory.entries(after: kept).sorted(by: { $0.key < $1.key }) {
        try layOut(child, of: disk, contents, in: "\(path)/\(name)", &dice)
      }
    }
  }

  /// Decides change by change, through all files.
  private struct Kept {
    let data: DiskState.Data
    private var number = -1
    private var dice = Dice(seed: 0)

    init(data: DiskState.Data) {
      self.data = data
      if case .drawn(let seed) = data { dice = Dice(seed: seed) }
    }

    mutating func content(of file: Disk.File) -> Foundation.Data {
      var content = file.synced
      var full = content
      for change in file.pending {
        change.apply(to: &full)
        if change.isDurable {
          change.apply(to: &content)
          continue
        }
        number += 1
        keep(change, in: &content)
      }
      // The size may have come to the disk without the bytes.
      if case .drawn = data, content.count < full.count, dice.onceIn(2) {
        content.append(Foundation.Data(count: full.count - content.count))
      }
      return content
    }

    private mutating func keep(_ change: Disk.Change, in content: inout Foundation.Data) {
      switch data {
      case .all: change.apply(to: &content)
      case .none: break
      case .allBut(let lost): if number != lost { change.apply(to: &content) }
      case .only(let kept): if number == kept { change.apply(to: &content) }
      case .bits(let bits): if bits >> UInt64(number) & 1 == 1 { change.apply(to: &content) }
      case .drawn:
        switch dice.below(3) {
        case 0: change.apply(to: &content)
        case 1: break
        default:
          var torn = Dice(seed: dice.next())
          change.apply(to: &content) { _ in torn.onceIn(2) }
        }
      }
    }
  }
}
