import Foundation
import Platform
import Testing

@Suite("Bytes that leave no trace")
struct SecretBytesTests {
  private static let text = "the secret of this test, which is longer than a word"

  @Test("they hold what was written, and zeros behind it")
  func content() {
    let bytes = SecretBytes(copying: Self.text)
    bytes.withBytes { #expect(String(decoding: $0, as: UTF8.self) == Self.text) }
    bytes.withBytes { bytes in
      let behind = UnsafeRawBufferPointer(
        start: bytes.baseAddress.map { $0 + bytes.count }, count: SecretBytes.padding)
      #expect(behind.allSatisfy { $0 == 0 })
    }
    let room = SecretBytes(capacity: 5000) { $0.count }
    #expect(room.count >= 5000 && room.count == room.capacity)
    #expect(SecretBytes(copying: "").count == 0)
  }

  @Test("their pages are neither dumped nor swapped, and are overwritten when their owner ends")
  func pages() throws {
    var address = 0
    do {
      let bytes = SecretBytes(copying: Self.text)
      address = bytes.withBytes { Int(bitPattern: $0.baseAddress) }
      let flags = try Self.flags(of: address)
      #expect(flags.contains("dd"), "\(flags)")
      if geteuid() == 0 { #expect(flags.contains("lo"), "\(flags)") }
      #expect(Self.memory(at: address).starts(with: Self.text.utf8))
    }
    // What is freed may be another's by now, or nobody's.
    let left = zip(Self.memory(at: address), Self.text.utf8).count { $0 == $1 }
    #expect(left < 8, "\(left) bytes are left")
  }

  @Test("what fails while they are written is thrown on")
  func failing() {
    struct Failure: Error {}
    #expect(throws: Failure.self) {
      _ = try SecretBytes(capacity: 8) { _ throws(Failure) in throw Failure() }
    }
  }

  @Test("a variable of the environment is taken once, and its bytes are zeros then")
  func environment() throws {
    setenv("BNUS_SECRET_OF_THE_TEST", Self.text, 1)
    let place = try #require(getenv("BNUS_SECRET_OF_THE_TEST"))
    var count = 0
    if let taken = SecretBytes.takingFromEnvironment("BNUS_SECRET_OF_THE_TEST") { count = taken.count }
    #expect(count == Self.text.utf8.count)
    #expect(getenv("BNUS_SECRET_OF_THE_TEST") == nil)
    #expect((0..<Self.text.utf8.count).allSatisfy { place[$0] == 0 })
    let isThereAgain = SecretBytes.takingFromEnvironment("BNUS_SECRET_OF_THE_TEST") != nil
    #expect(!isThereAgain)
  }

  /// What the kernel says of a page of this process.
  private static func flags(of address: Int) throws -> [Substring] {
    var isInside = false
    for line in try kernelText("/proc/self/smaps").split(separator: "\n") {
      if let match = line.firstMatch(of: #/^([0-9a-f]+)-([0-9a-f]+) /#) {
        let (start, end) = (Int(match.1, radix: 16) ?? 0, Int(match.2, radix: 16) ?? 0)
        isInside = (start..<end).contains(address)
      } else if isInside, line.hasPrefix("VmFlags:") {
        return line.split(separator: " ")
      }
    }
    return []
  }

  /// All of a file of the kernel's, which has no size.
  private static func kernelText(_ path: String) throws -> String {
    let file = open(path, O_RDONLY)
    try #require(file >= 0, "\(path): \(errno)")
    defer { close(file) }
    var bytes: [UInt8] = []
    var part = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = read(file, &part, part.count), count > 0 { bytes += part[..<count] }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The bytes at an address, whatever is there.
  private static func memory(at address: Int) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: text.utf8.count)
    let file = open("/proc/self/mem", O_RDONLY)
    defer { close(file) }
    let got = pread(file, &bytes, bytes.count, off_t(address))
    return Array(bytes.prefix(max(0, got)))
  }
}
