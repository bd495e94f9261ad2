import Foundation
import Testing

@testable import EventLog
@testable import EventModel

@Suite("The tree")
struct MerkleTreeTests {
  /// Stores hashes as the log does.
  private struct Stored {
    var hashes: [Digest] = []
    var leaves: UInt64 = 0

    var tree: MerkleTree<Never> {
      let hashes = hashes
      return MerkleTree { level, index throws(Never) in
        hashes[Int(clamping: TreeLayout.position(level: level, index: index))]
      }
    }

    mutating func append(_ data: [UInt8]) {
      let leaf = data.withUnsafeBytes(TreeHash.leaf)
      precondition(TreeLayout.position(level: 0, index: leaves) == UInt64(hashes.count))
      hashes += tree.hashes(appending: leaf, at: leaves)
      leaves &+= 1
    }
  }

  /// RFC 6962 §2.1, word by word.
  private func naiveRoot(_ leaves: ArraySlice<[UInt8]>) -> Digest {
    if leaves.isEmpty { return Digest.sha256(UnsafeRawBufferPointer(start: nil, count: 0)) }
    if leaves.count == 1 { return leaves.first!.withUnsafeBytes(TreeHash.leaf) }
    var split = 1
    while split * 2 < leaves.count { split *= 2 }
    return TreeHash.node(naiveRoot(leaves.prefix(split)), naiveRoot(leaves.dropFirst(split)))
  }

  private func data(_ count: Int) -> [[UInt8]] {
    (0..<count).map { Array("leaf \($0)".utf8) }
  }

  @Test("the root of every size is the one that RFC 6962 defines, also after more leaves came")
  func roots() {
    let leaves = data(130)
    var stored = Stored()
    for leaf in leaves { stored.append(leaf) }
    for size in 0...leaves.count {
      #expect(stored.tree.root(size: UInt64(size)) == naiveRoot(leaves.prefix(size)), "size \(size)")
    }
    #expect(UInt64(stored.hashes.count) == TreeLayout.storedHashes(leaves: 130))
  }

  @Test("every inclusion proof leads to the root")
  func inclusion() {
    var stored = Stored()
    for leaf in data(70) { stored.append(leaf) }
    for size in UInt64(1)...70 {
      for index in 0..<size {
        let proof = stored.tree.inclusionProof(index: index, size: size)
        let leaf = stored.hashes[Int(clamping: TreeLayout.position(level: 0, index: index))]
        #expect(root(leaf, index, size, proof[...]) == stored.tree.root(size: size), "\(index) of \(size)")
      }
    }
  }

  private func root(_ leaf: Digest, _ index: UInt64, _ size: UInt64, _ proof: ArraySlice<Digest>) -> Digest? {
    guard size > 1 else { return proof.isEmpty ? leaf : nil }
    guard let last = proof.last else { return nil }
    var split: UInt64 = 1
    while split &* 2 < size { split *= 2 }
    if index < split {
      return root(leaf, index, split, proof.dropLast()).map { TreeHash.node($0, last) }
    }
    return root(leaf, index &- split, size &- split, proof.dropLast()).map { TreeHash.node(last, $0) }
  }

  @Test("the vectors that two other implementations accepted")
  func vectors() throws {
    var stored = Stored()
    for number in 0..<7 { stored.append(Array("bnus-event-\(number)\n".utf8)) }
    func base64(_ digest: Digest) -> String { digest.withBytes { Data($0).base64EncodedString() } }
    #expect(base64(stored.tree.root(size: 3)) == "iJSJ18XDMWYySNJZS28oTiEnKWspBna5w/TZFHs5jkQ=")
    #expect(base64(stored.tree.root(size: 7)) == "vuRkE2zxgSB3zgCq2thwHEygPEJgnB1qD9GbskUnypc=")
    #expect(
      base64(stored.hashes[Int(clamping: TreeLayout.position(level: 0, index: 5))])
        == "4tHcPHOcq8icrXeXaycRbKiB6Ca0RHPALpfNzTecpY0=")
    #expect(
      stored.tree.inclusionProof(index: 5, size: 7).map(base64) == [
        "/kMQ5Iltqbnsb2jCP8iRsssvgvN+IUCSvMu54E4Wj0Y=", "bX6eslN0lD+Z9KJIhmeLwuV9oJWuV98r0BMw3pLHo+g=",
        "tATkB2a8Ya+OSh11yC/Tx2921lRtKsCK//jZlig0TT4=",
      ])
    #expect(
      stored.tree.consistencyProof(from: 3, to: 7).map(base64) == [
        "FxJGJO3Si65sGu+fsAQwR1+uRPOQwBnMaMoaml/NeSY=", "8//eU8bdgYTxfQdwBvEOzT5lovm3vaR2Q/WsmreKNls=",
        "J5F2g5n3KLXIRJ6XdB542WOCO0izXifOY78gohacOFU=", "eZRt9Mc4dsvD70BdAmg7Z/vQa0y/Cz5xZsLPB8/AL2Y=",
      ])
    #expect(stored.tree.consistencyProof(from: 7, to: 7).isEmpty)
  }

  @Test("the log's tree is the tree over its headers")
  func ofLog() throws {
    let directory = try TemporaryDirectory()
    let log = try EventLog.open(at: directory.archive, mode: .create)
    var generator = SeededGenerator(seed: 31)
    var leaves: [[UInt8]] = []
    for ordinal in 0..<UInt32(37) {
      let sequence = try log.append(Events.any(ordinal, using: &generator))
      leaves.append(
        try log.read { (snapshot: borrowing Snapshot) in
          try snapshot.withHeaderBytes(of: sequence) { Array($0) }
        })
    }
    try log.read { (snapshot: borrowing Snapshot) in
      for size in 0...37 {
        let root = try snapshot.treeRoot(size: UInt64(size))
        #expect(root == naiveRoot(leaves.prefix(size)))
      }
      #expect(throws: EventLogError.noSuchEvent(sequence: 38)) { try snapshot.treeRoot(size: 38) }
    }
  }
}
