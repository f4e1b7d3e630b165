import Foundation

/// Sends and receives lines over a pair of descriptors.
final class LineChannel {
  private let input: Int32
  private let output: Int32
  private var pending: [UInt8] = []
  /// How many pending bytes are known to hold no end of a line.
  private var searched = 0
  private let longestLine: Int

  /// - Parameters:
  ///   - input: where lines come from.
  ///   - output: where lines go.
  ///   - longestLine: that is taken, in bytes.
  init(input: Int32, output: Int32, longestLine: Int = 1 << 24) {
    self.input = input
    self.output = output
    self.longestLine = longestLine
  }

  /// Why nothing was received.
  enum Silence: Error, Equatable {
    /// The other side is gone.
    case ended
    case timedOut
    /// What came is not what was agreed.
    case garbled
  }

  /// - Returns: whether the other side could be reached.
  @discardableResult
  func send(_ message: some WorkerMessage) -> Bool {
    guard let line = message.line else { return false }
    return send(line: line)
  }

  /// Sends a line, without its end.
  /// - Parameter seconds: how long the other side may take to read it; `nil` for ever.
  /// - Returns: whether it has been sent.
  @discardableResult
  func send(line: Data, within seconds: Double? = nil) -> Bool {
    let line = line + [UInt8(ascii: "\n")]
    let deadline = seconds.map { ContinuousClock.now + .seconds($0) }
    if deadline != nil { _ = fcntl(output, F_SETFL, fcntl(output, F_GETFL) | O_NONBLOCK) }
    var start = line.startIndex
    while start < line.endIndex {
      let count = line[start...].withUnsafeBytes { write(output, $0.baseAddress, $0.count) }
      if count < 0 && errno == EINTR { continue }
      if count < 0 && errno == EAGAIN {
        do throws(Silence) { try wait(output, Int16(POLLOUT), until: deadline) } catch { return false }
        continue
      }
      if count <= 0 { return false }
      start += count
    }
    return true
  }

  /// Waits for the next message.
  /// - Parameter seconds: how long at most; `nil` for ever.
  func receive<Message: WorkerMessage>(_: Message.Type, within seconds: Double?) throws(Silence) -> Message {
    let line = try line(within: seconds)
    guard let message = Message(line: line) else { throw .garbled }
    return message
  }

  /// Waits for the next line.
  /// - Parameter seconds: how long at most; `nil` for ever.
  func line(within seconds: Double?) throws(Silence) -> Data {
    let deadline = seconds.map { ContinuousClock.now + .seconds($0) }
    while true {
      if let end = pending[searched...].firstIndex(of: UInt8(ascii: "\n")) {
        if end > longestLine { throw .garbled }
        let line = Data(pending[..<end])
        pending.removeSubrange(...end)
        searched = 0
        return line
      }
      searched = pending.count
      if pending.count > longestLine { throw .garbled }
      try readMore(until: deadline)
    }
  }

  /// Reads to the end of a line that is longer than any may be, and forgets it.
  /// - Throws: `Silence` when the other side is gone first.
  func skipLine() throws(Silence) {
    while true {
      if let end = pending.firstIndex(of: UInt8(ascii: "\n")) {
        pending.removeSubrange(...end)
        searched = 0
        return
      }
      (pending, searched) = ([], 0)
      try readMore(until: nil)
    }
  }

  private func readMore(until deadline: ContinuousClock.Instant?) throws(Silence) {
    while true {
      try wait(input, Int16(POLLIN), until: deadline)
      var chunk = [UInt8](repeating: 0, count: 1 << 16)
      let count = chunk.withUnsafeMutableBytes { read(input, $0.baseAddress, $0.count) }
      if count < 0 && errno == EINTR { continue }
      if count <= 0 { throw .ended }
      pending += chunk[..<count]
      return
    }
  }

  private func wait(_ descriptor: Int32, _ events: Int16, until deadline: ContinuousClock.Instant?)
    throws(Silence)
  {
    while true {
      var milliseconds: Int32 = -1
      if let deadline {
        let left = ContinuousClock.now.duration(to: deadline)
        if left <= .zero { throw .timedOut }
        milliseconds = Int32(
          clamping: left.components.seconds * 1000 + 1 + left.components.attoseconds / 1_000_000_000_000_000)
      }
      var entry = pollfd(fd: descriptor, events: events, revents: 0)
      let ready = poll(&entry, 1, milliseconds)
      if ready > 0 { return }
      if ready < 0 && errno != EINTR { throw .ended }
    }
  }
}
