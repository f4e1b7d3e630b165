import Foundation

/// Sends and receives lines over a pair of descriptors.
final class LineChannel {
  private let input: Int32
  private let output: Int32
  private var pending: [UInt8] = []

  /// - Parameters:
  ///   - input: where lines come from.
  ///   - output: where lines go.
  init(input: Int32, output: Int32) {
    self.input = input
    self.output = output
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
    guard var line = message.line else { return false }
    line.append(UInt8(ascii: "\n"))
    var start = line.startIndex
    while start < line.endIndex {
      let count = line[start...].withUnsafeBytes { write(output, $0.baseAddress, $0.count) }
      if count < 0 && errno == EINTR { continue }
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
      if let end = pending.firstIndex(of: UInt8(ascii: "\n")) {
        let line = Data(pending[..<end])
        pending.removeSubrange(...end)
        return line
      }
      try wait(until: deadline)
      var chunk = [UInt8](repeating: 0, count: 1 << 14)
      let count = chunk.withUnsafeMutableBytes { read(input, $0.baseAddress, $0.count) }
      if count < 0 && errno == EINTR { continue }
      if count <= 0 { throw .ended }
      pending += chunk[..<count]
      if pending.count > Self.longestLine { throw .garbled }
    }
  }

  private static let longestLine = 1 << 24

  private func wait(until deadline: ContinuousClock.Instant?) throws(Silence) {
    while true {
      var milliseconds: Int32 = -1
      if let deadline {
        let left = ContinuousClock.now.duration(to: deadline)
        if left <= .zero { throw .timedOut }
        milliseconds = Int32(
          clamping: left.components.seconds * 1000 + 1 + left.components.attoseconds / 1_000_000_000_000_000)
      }
      var entry = pollfd(fd: input, events: Int16(POLLIN), revents: 0)
      let ready = poll(&entry, 1, milliseconds)
      if ready > 0 { return }
      if ready < 0 && errno != EINTR { throw .ended }
    }
  }
}
