import Foundation

/// A disk below one directory as a trace of calls leaves it: what was synced, and what was not yet.
///
/// A file keeps the bytes of its last sync and every change after it. A directory keeps the entries of its last sync
/// and every change after it. What a sync has covered stays; of the rest any part may be lost (`DiskState`).
struct Disk {
  /// A change of a file.
  struct Change {
    enum What {
      case write(offset: Int, bytes: Data)
      case size(Int)
    }
    let what: What
    /// Written through: it lasts, though what came before it may not.
    let isDurable: Bool
  }

  /// A change of a directory.
  enum EntryChange {
    case set(String, node: Int)
    case remove(String)
    case move(String, to: String)
  }

  struct File {
    var synced = Data()
    var pending: [Change] = []
  }

  struct Directory {
    var synced: [String: Int] = [:]
    var pending: [EntryChange] = []

    /// Its entries with the first so many changes.
    func entries(after changes: Int) -> [String: Int] {
      var entries = synced
      for change in pending.prefix(changes) {
        switch change {
        case .set(let name, let node): entries[name] = node
        case .remove(let name): entries[name] = nil
        case .move(let old, let new): entries[new] = entries.removeValue(forKey: old)
        }
      }
      return entries
    }

    var entries: [String: Int] { entries(after: pending.count) }
  }

  enum Node {
    case file(File)
    case directory(Directory)
  }

  private(set) var nodes: [Node] = []
  private var nodeOfInode: [UInt64: Int] = [:]
  private let root: String

  /// The disk as it is: everything synced.
  init(of root: String) throws {
    self.root = root
    _ = try load(root)
  }

  private mutating func load(_ path: String) throws -> Int {
    let node = nodes.count
    var state = stat()
    lstat(path, &state)
    nodeOfInode[UInt64(state.st_ino)] = node
    if state.st_mode & S_IFMT == S_IFDIR {
      nodes.append(.directory(Directory()))
      var directory = Directory()
      for name in try FileManager.default.contentsOfDirectory(atPath: path) where !name.hasPrefix(".") {
        directory.synced[name] = try load("\(path)/\(name)")
      }
      nodes[node] = .directory(directory)
    } else {
      nodes.append(.file(File(synced: try Data(contentsOf: URL(fileURLWithPath: path)))))
    }
    return node
  }

  /// What a call has done, or has begun to do: then nothing of it is synced.
  mutating func apply(_ call: TracedCall, isInFlight: Bool = false) {
    guard call.isDone else { return }
    switch call.kind {
    case .open:
      if call.made {
        let node = add(.file(File()), inode: call.inode)
        if !call.isNameless { change(directoryOf: call.path) { .set($0, node: node) } }
      } else if call.emptied {
        change(call.inode, Change(what: .size(0), isDurable: false))
      }
    case .write:
      let what = Change.What.write(offset: call.offset, bytes: call.data)
      change(call.inode, Change(what: what, isDurable: call.isDurable && !isInFlight))
    case .truncate: change(call.inode, Change(what: .size(call.offset), isDurable: false))
    case .sync: if !isInFlight { sync(call.inode) }
    case .rename: rename(call.path, call.second)
    case .link:
      if let node = nodeOfInode[call.inode] { change(directoryOf: call.second) { .set($0, node: node) } }
    case .unlink, .removeDirectory: change(directoryOf: call.path) { .remove($0) }
    case .makeDirectory:
      let node = add(.directory(Directory()), inode: call.inode)
      change(directoryOf: call.path) { .set($0, node: node) }
    case .map, .read, .say, .exit: break
    }
  }

  private mutating func add(_ node: Node, inode: UInt64) -> Int {
    nodes.append(node)
    nodeOfInode[inode] = nodes.count - 1
    return nodes.count - 1
  }

  private mutating func change(_ inode: UInt64, _ change: Change) {
    guard let node = nodeOfInode[inode], case .file(var file) = nodes[node] else { return }
    file.pending.append(change)
    nodes[node] = .file(file)
  }

  private mutating func change(directoryOf path: String, _ change: (String) -> EntryChange) {
    guard let slash = path.lastIndex(of: "/"), let node = node(at: String(path[..<slash])),
      case .directory(var directory) = nodes[node]
    else { return }
    directory.pending.append(change(String(path[path.index(after: slash)...])))
    nodes[node] = .directory(directory)
  }

  private mutating func rename(_ old: String, _ new: String) {
    let (oldParent, newParent) = (old.split(separator: "/").dropLast(), new.split(separator: "/").dropLast())
    if oldParent == newParent, let name = new.split(separator: "/").last {
      change(directoryOf: old) { .move($0, to: String(name)) }
    } else if let node = node(at: old) {
      // Between directories: the new name first, as a file system that loses one of the two keeps the file.
      change(directoryOf: new) { .set($0, node: node) }
      change(directoryOf: old) { .remove($0) }
    }
  }

  private mutating func sync(_ inode: UInt64) {
    guard let node = nodeOfInode[inode] else { return }
    switch nodes[node] {
    case .file(let file):
      nodes[node] = .file(File(synced: file.pending.reduce(into: file.synced) { $1.apply(to: &$0) }))
    case .directory(let directory):
      nodes[node] = .directory(Directory(synced: directory.entries))
    }
  }

  /// The node that a path leads to now.
  private func node(at path: String) -> Int? {
    guard path == root || path.hasPrefix(root + "/") else { return nil }
    var node = 0
    for name in path.dropFirst(root.count).split(separator: "/") {
      guard case .directory(let directory) = nodes[node], let next = directory.entries[String(name)] else {
        return nil
      }
      node = next
    }
    return node
  }
}

extension Disk.Change {
  /// Makes it, or those of its sectors that are kept.
  func apply(to data: inout Data, keeping: (_ sector: Int) -> Bool = { _ in true }) {
    switch what {
    case .size(let size):
      if size < data.count {
        data.removeLast(data.count - size)
      } else {
        data.append(Data(count: size - data.count))
      }
    case .write(let offset, let bytes):
      var begin = 0
      while begin < bytes.count {
        let sector = (offset + begin) / 512
        let end = min(bytes.count, (sector + 1) * 512 - offset)
        if keeping(sector) {
          if data.count < offset + end { data.append(Data(count: offset + end - data.count)) }
          data.replaceSubrange(
            data.startIndex + offset + begin..<data.startIndex + offset + end,
            with: bytes[bytes.startIndex + begin..<bytes.startIndex + end])
        }
        begin = end
      }
    }
  }
}
