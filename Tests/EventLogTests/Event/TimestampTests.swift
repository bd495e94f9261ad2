import Testing

@testable import EventModel

@Suite("Timestamps")
struct TimestampTests {
  @Test(
    "a time that is one is read and written back",
    arguments: [
      ("2021-04-17T16:36:48Z", 1_618_677_408_000_000, "2021-04-17T16:36:48.000000Z"),
      ("2021-04-17T16:36:48.123Z", 1_618_677_408_123_000, "2021-04-17T16:36:48.123000Z"),
      ("2021-04-17T16:36:48.000001+02:00", 1_618_670_208_000_001, "2021-04-17T14:36:48.000001Z"),
      ("2021-04-17T16:36:48-05:30", 1_618_697_208_000_000, "2021-04-17T22:06:48.000000Z"),
      ("2021-04-17", 1_618_617_600_000_000, "2021-04-17T00:00:00.000000Z"),
      ("1970-01-01", 0, "1970-01-01T00:00:00.000000Z"),
      ("1969-12-31T23:59:59.999999Z", -1, "1969-12-31T23:59:59.999999Z"),
      ("0001-01-01", -62_135_596_800_000_000, "0001-01-01T00:00:00.000000Z"),
      ("9999-12-31T23:59:59.999999Z", 253_402_300_799_999_999, "9999-12-31T23:59:59.999999Z"),
      ("2000-02-29", 951_782_400_000_000, "2000-02-29T00:00:00.000000Z"),
    ])
  func reads(text: String, microseconds: Int64, canonical: String) throws {
    let time = try #require(Timestamp(iso8601: text))
    #expect(time.microseconds == microseconds)
    #expect(time.iso8601 == canonical)
    #expect(Timestamp(iso8601: canonical) == time)
  }

  @Test(
    "anything else is refused",
    arguments: [
      "", "2021", "2021-04", "2021-4-17", "2021-02-29", "1900-02-29", "2021-13-01", "2021-00-10",
      "0000-01-01",
      "2021-04-17T", "2021-04-17T16:36Z", "2021-04-17T16:36:48", "2021-04-17 16:36:48Z",
      "2021-04-17T24:00:00Z",
      "2021-04-17T16:60:00Z", "2021-04-17T16:36:60Z", "2021-04-17T16:36:48.Z", "2021-04-17T16:36:48.1234567Z",
      "2021-04-17T16:36:48z", "2021-04-17T16:36:48Zx", "2021-04-17T16:36:48+0200",
      "2021-04-17T16:36:48+24:00",
      "+2021-04-17", "2021-04-17Z", "0001-01-01T00:00:00+00:01", "9999-12-31T23:59:59-00:01", "２021-04-17",
    ])
  func refuses(text: String) {
    #expect(Timestamp(iso8601: text) == nil)
  }

  @Test("every day from year 1 to 9999 is one after the day before, and reads back")
  func everyDay() {
    var expected = CivilDate(year: 1, month: 1, day: 1)!.daysSince1970
    for year in 1...9999 {
      for month in 1...12 {
        for day in 1...31 {
          guard let date = CivilDate(year: year, month: month, day: day) else { continue }
          guard date.daysSince1970 == expected, CivilDate(daysSince1970: expected) == date else {
            Issue.record("\(year)-\(month)-\(day) is day \(date.daysSince1970), not \(expected)")
            return
          }
          expected += 1
        }
      }
    }
    #expect(expected == 2_932_897)
  }

  @Test("random moments are written and read back", arguments: [UInt64(1), 2, 3])
  func roundTrip(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<2000 {
      let time = Timestamp(
        microseconds: .random(in: -62_135_596_800_000_000...253_402_300_799_999_999, using: &generator))
      #expect(Timestamp(iso8601: time.iso8601) == time, "seed \(seed)")
    }
  }
}
