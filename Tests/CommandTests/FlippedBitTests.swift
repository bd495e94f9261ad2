import CommandKit
import Foundation
import Testing

/// A bit of a copied archive is flipped. `verify` finds it, or everything that the archive says is what it was.
@Suite("Flipped bits")
struct FlippedBitTests {
  /// The archive of which copies are damaged, and all that it says.
  private struct Whole {
    let place: Workplace
    let data: Data
    let export: Data

    /// Made event by event, so that old pages lie about, or by a copy, which has none.
    init(compact: Bool) throws {
      place = try Workplace(fixtures: 3)
      if compact { _ = try place.shell("bnus-replay backup -q copy && rm -r archive && mv copy archive") }
      data = try place.data("archive/data.mdb")
      export = try place.run("export", "-q").output
    }

    /// What `verify` says of a copy with one other bit, and whether the copy still says the same.
    func flip(_ offset: Int, _ bit: Int) throws -> (verdict: Outcome, isSame: Bool) {
      var damaged = data
      damaged[damaged.startIndex + offset] ^= 1 << bit
      _ = try place.shell("rm -rf damaged; mkdir damaged")
      try damaged.write(to: URL(fileURLWithPath: place.path("damaged/data.mdb")))
      let verdict = try place.start(["verify", "--archive", "damaged"]).wait(seconds: 30)
      guard verdict.code == 0 else { return (verdict, false) }
      let export = try place.run("export", "-q", "--archive", "damaged")
      return (verdict, export.code == 0 && export.output == self.export)
    }
  }

  @Test(
    "anywhere in the file: found, or nothing that the archive says is other",
    arguments: [(1, false), (2, false), (3, true), (4, true)])
  func anywhere(seed: UInt64, compact: Bool) throws {
    let whole = try Whole(compact: compact)
    var dice = SplitMix(seed: seed)
    var found = 0
    // The campaign's part `damage` flips thousands.
    for _ in 0..<30 {
      let (offset, bit) = (Int(dice.next() % UInt64(whole.data.count)), Int(dice.next() % 8))
      found += try expectFoundOrSame(whole, offset, bit, "seed \(seed)") ? 1 : 0
    }
    #expect(found > 5, "seed \(seed): \(found) of 30 bits were in something")
  }

  @Test("in what LMDB goes by: found, or nothing that the archive says is other", arguments: [false, true])
  func metaPages(compact: Bool) throws {
    let whole = try Whole(compact: compact)
    for page in [0, 4096] {
      // The lowest byte of each root, of the last page and of the transaction.
      for offset in [80, 128, 136, 144] {
        for bit in 0..<4 { _ = try expectFoundOrSame(whole, page + offset, bit, "meta") }
      }
    }
  }

  @Test("in a body, a header, a hash: found, whichever bit")
  func records() throws {
    let whole = try Whole(compact: true)
    var dice = SplitMix(seed: 5)
    for sequence in [1, 2, 7, 40] {
      _ = try whole.place.shell("bnus-replay show \(sequence) --leaf > leaf")
      let leaf = try whole.place.data("leaf")
      let places = [try #require(whole.data.range(of: leaf))]
      for place in places {
        for _ in 0..<8 {
          let offset = place.lowerBound + Int(dice.next() % UInt64(place.count))
          let (verdict, _) = try whole.flip(offset, Int(dice.next() % 8))
          #expect(verdict.code == 13)
          #expect(verdict.errors.contains("event \(sequence)"), "\(verdict)")
        }
      }
    }
  }

  /// True where it was found.
  private func expectFoundOrSame(_ whole: Whole, _ offset: Int, _ bit: Int, _ words: String) throws -> Bool {
    let (verdict, isSame) = try whole.flip(offset, bit)
    if verdict.code == 0 {
      #expect(isSame, "\(words): bit \(bit) of byte \(offset) changed what the archive says, and passed")
      return false
    }
    // A format that is not ours yet is what one flipped bit looks like, and no damage to a reader.
    let isRefused = verdict.code == 1 && verdict.errors.contains("use a newer bnus-replay")
    #expect(verdict.code == 13 || isRefused, "\(words): bit \(bit) of byte \(offset): \(verdict)")
    return true
  }
}

/// The same seed gives the same numbers.
private struct SplitMix {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
