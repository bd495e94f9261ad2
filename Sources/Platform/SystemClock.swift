import Glibc

/// The system's time of day, and a pause.
public enum SystemClock {
  /// Seconds since 1970, and nanoseconds of the second.
  public static func now() -> (seconds: Int64, nanoseconds: Int64) {
    var time = timespec()
    let code = clock_gettime(CLOCK_REALTIME, &time)
    precondition(code == 0, "every system has a clock of the day")
    return (Int64(time.tv_sec), Int64(time.tv_nsec))
  }

  /// Holds up the calling thread.
  public static func pause(milliseconds: UInt32) { usleep(milliseconds &* 1000) }
}
