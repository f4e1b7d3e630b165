import Foundation
import Rating

@testable import Measurement
@testable import Report

extension FuzzTarget {
  /// What a library's worker says and is told, over a pipe; both sides are Assay's own, but the library shares the
  /// channel.
  static let worker = FuzzTarget("worker", "the lines between Assay and the worker of a library") { bytes in
    for line in lines(bytes, longest: 2048) {
      if let request = WorkerRequest(line: line) {
        let again = request.line.flatMap { WorkerRequest(line: $0) }
        try promise(again.map(text) == text(request), "a request is not read again")
      }
      if let reply = WorkerReply(line: line) {
        let again = reply.line.flatMap { WorkerReply(line: $0) }
        try promise(again.map(text) == text(reply), "a reply is not read again")
        if case .multiplied(let seconds) = reply {
          try promise(seconds.isFinite && seconds >= 0, "a time that is none: \(seconds)")
        }
      }
      _ = try? JSONDecoder().decode(WorkerOrder.self, from: line)
    }
  }

  /// Equal for equal messages.
  private static func text(_ message: some WorkerMessage) -> String { JSONRenderer().render(message) }

  /// A worker's lines over a pipe: its greeting, as `assay devices` tells it, and answers of every kind.
  static let device = FuzzTarget("device", "what the worker of a device says", longest: 8192) { bytes in
    var readings: [TelemetrySummary.Reading] = []
    for line in lines(bytes, longest: 4096) {
      if let greeting = try? JSONDecoder().decode(Greeting.self, from: line) { try tell(greeting) }
      try answer(line, to: OpenRequest.self)
      try answer(line, to: PrepareRequest.self)
      try answer(line, to: RunRequest.self)
      try answer(line, to: RowsRequest.self)
      try answer(line, to: CheckRequest.self)
      try answer(line, to: MultiplyRequest.self)
      try answer(line, to: BandwidthRequest.self)
      try answer(line, to: FlipRequest.self)
      if let telemetry = try answer(line, to: TelemetryRequest.self) {
        readings.append(.init(seconds: Double(readings.count), telemetry: telemetry))
      }
    }
    let record = TelemetryRecord(TelemetrySummary(readings))
    _ = record.fields
    _ = JSONRenderer().render(record)
  }

  /// - Returns: the answer that a reply holds.
  @discardableResult
  private static func answer<Request: DeviceRequest>(_ line: Data, to _: Request.Type) throws -> Request
    .Answer?
  {
    guard let reply = try? JSONDecoder().decode(ReplyLine<Request.Answer>.self, from: line) else {
      return nil
    }
    let again = try JSONDecoder().decode(ReplyLine<Request.Answer>.self, from: JSONEncoder().encode(reply))
    try promise(
      again.id == reply.id && again.error == reply.error && (again.ok == nil) == (reply.ok == nil),
      "a reply to '\(Request.verb)' is not read again")
    return reply.ok
  }

  private static func tell(_ greeting: Greeting) throws {
    for device in greeting.devices where DeviceCatalogue.isSound(device.id) {
      let identification = DeviceIdentification(device.printable, in: ShippedData.database)
      _ = identification.reason
      let part = DevicePart(identification)
      try promise(part.share.map { $0 > 0 && $0 <= 1 } ?? true, "a part of \(part.share ?? 0)")
      _ = DeviceIdentity(device.printable).fields
      let memory = DeviceMemory(device, sharers: 2)
      guard let shape = try? GEMMShape(square: 4096) else { continue }
      let variant = ProductVariant(precision: .fp16, output: .fp16)
      let sets = memory.sets(variant, shape, wanted: 16)
      try promise((0...64).contains(sets), "\(sets) pairs of matrices")
    }
  }

  /// Requests as a hosted plug-in reads them.
  static let server = FuzzTarget("server", "requests to the worker of a plug-in") { bytes in
    for line in lines(bytes, longest: 2048) {
      let head = RequestHead(line: line)
      _ = head.verb
      func decode<Request: DeviceRequest>(_: Request.Type) {
        _ = accepted { try RequestHead.decoded(Request.self, line) }
      }
      decode(OpenRequest.self)
      decode(PrepareRequest.self)
      decode(RunRequest.self)
      decode(RowsRequest.self)
      decode(CheckRequest.self)
      decode(MultiplyRequest.self)
      decode(BandwidthRequest.self)
      decode(FlipRequest.self)
      decode(TelemetryRequest.self)
      decode(ReleaseRequest.self)
    }
  }

  /// The lines that come out of a channel into which bytes were written, without the pipe's other end being read: what is
  /// too long is skipped, as a server does.
  private static func lines(_ bytes: [UInt8], longest: Int) -> [Data] {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { preconditionFailure("no pipe: \(String(cString: strerror(errno)))") }
    defer { close(ends[0]) }
    // At most the 64 KiB that a pipe holds: nobody reads meanwhile.
    let count = bytes.prefix(60_000).withUnsafeBytes { write(ends[1], $0.baseAddress, $0.count) }
    close(ends[1])
    precondition(count == min(bytes.count, 60_000), "a pipe takes 60,000 bytes")
    let channel = LineChannel(input: ends[0], output: -1, longestLine: longest)
    var lines: [Data] = []
    while true {
      do throws(LineChannel.Silence) {
        lines.append(try channel.line(within: 5))
      } catch {
        guard error == .garbled, (try? channel.skipLine()) != nil else { return lines }
      }
    }
  }
}
