import Foundation

extension ConformanceSuite {
  /// What a second worker answers while the first has the device open, and how it ends with its input.
  func judgeSecondWorker(_ device: DeviceDescription) {
    let worker: DeviceWorker
    do throws(DeviceError) { worker = try client.start() } catch {
      judge(.beforeOpen) { () throws(ConformanceStop) in
        throw .fault(asked: "nothing of a second worker", expected: "its greeting", came: error.message)
      }
      return
    }
    judge(.telemetry) { () throws(ConformanceStop) in try self.readTelemetry(device, worker) }
    judge(.beforeOpen) { () throws(ConformanceStop) in
      let variant = "{\"precision\":\"fp32\",\"output\":\"fp32\",\"accumulate\":\"full\",\"transposed\":true}"
      for rest in [
        "\"prepare\",\"variant\":\(variant),\"m\":16,\"n\":16,\"k\":16,\"distribution\":\"uniform\",\"seed\":\"1\",\"sets\":1,"
          + "\"kernels\":1",
        "\"run\",\"product\":1,\"kernel\":0,\"count\":1",
        "\"multiply\",\"variant\":\(variant),\"m\":1,\"n\":1,\"k\":1,\"a\":\"AACAPw==\",\"b\":\"AACAPw==\"",
        "\"bandwidth\",\"kind\":\"copy\",\"bytes\":4096,\"count\":1",
      ] { try self.refused("{\"id\":3,\"do\":\(rest)}", id: 3, kinds: nil, with: worker) }
      return nil
    }
    judge(.unknownDevice) { () throws(ConformanceStop) in
      for id in ["no-such:99", "", device.id + "0000"] {
        try self.refused("{\"id\":3,\"do\":\"open\",\"device\":\"\(id)\"}", id: 3, kinds: nil, with: worker)
      }
      return nil
    }
    judge(.endOfInput) { () throws(ConformanceStop) in
      guard worker.isAlive else { throw .notApplicable("it had ended before") }
      let watch = Stopwatch()
      let (cause, unasked) = worker.endOfInput(within: self.effort.ending)
      if let unasked {
        throw .fault(
          asked: "nothing", expected: "nothing on standard output",
          came: String(decoding: unasked.prefix(240), as: UTF8.self))
      }
      guard cause != nil else {
        throw .fault(
          asked: "nothing: standard input was closed",
          expected: "the end of the worker within \(Int(self.effort.ending)) seconds",
          came: "it lives on")
      }
      return String(format: "after %.1f s", watch.seconds)
    }
  }

  func judgeEnd() {
    judge(.end) { () throws(ConformanceStop) in
      let worker = try self.client.current()
      let (cause, unasked): (String?, Data?)
      do throws(DeviceError) { (cause, unasked) = try worker.endInOrder(within: self.effort.ending) } catch {
        throw .fault(asked: "end", expected: "{\"ok\":{}}, then exit code 0", came: error.message)
      }
      if let unasked {
        throw .fault(
          asked: "end", expected: "nothing more on standard output",
          came: String(decoding: unasked.prefix(240), as: UTF8.self))
      }
      guard let cause, cause.contains("(exit code 0)") else {
        throw .fault(
          asked: "end", expected: "exit code 0 within \(Int(self.effort.ending)) seconds",
          came: cause ?? "it lives on")
      }
      return nil
    }
  }

  func judgeBandwidth(_ device: DeviceDescription, others: [String]) {
    judge(.bandwidth) { () throws(ConformanceStop) in
      let bytes = min(64 << 20, max(1 << 20, (device.freeBytes ?? 1 << 28) / 16))
      var seen: [String] = []
      var kinds: [(BandwidthRequest.Kind, String?)] = [(.copy, nil), (.read, nil)]
      if let other = others.first { kinds.append((.peer, other)) }
      for (kind, peer) in kinds {
        let request = BandwidthRequest(kind: kind, bytes: bytes, count: 4, peer: peer)
        let watch = Stopwatch()
        let answer: BandwidthRequest.Answer
        switch try self.client.ask(request, within: 60) {
        case .success(let told): answer = told
        case .failure(let error):
          guard error.kind == .unsupported || kind == .peer else {
            throw .fault(
              asked: ConformanceClient.text(request),
              expected: "seconds and moved, or an error of kind unsupported",
              came: "an error of kind \(error.kind.rawValue): \(error.message)")
          }
          continue
        }
        let seconds = watch.seconds
        let moved = Double(4 * bytes * (kind == .read ? 1 : 2))
        guard (answer.moved / moved - 1).magnitude <= 0.01 else {
          throw .fault(
            asked: ConformanceClient.text(request), expected: "\"moved\":\(Int(moved))",
            came: "\"moved\":\(answer.moved)")
        }
        guard answer.seconds > 0, answer.seconds <= RunTiming.longestTold(seconds) else {
          throw .fault(
            asked: ConformanceClient.text(request),
            expected: "seconds above zero and up to the \(seconds) that passed here",
            came: "\"seconds\":\(answer.seconds)")
        }
        seen.append(String(format: "%@ %.1f GB/s", kind.rawValue, answer.moved / answer.seconds / 1e9))
      }
      if seen.isEmpty { throw .notApplicable("the worker measures none") }
      return seen.joined(separator: ", ")
    }
  }

  private func readTelemetry(_ device: DeviceDescription, _ worker: DeviceWorker) throws(ConformanceStop)
    -> String?
  {
    let values: DeviceTelemetry
    do throws(DeviceError) { values = try worker.ask(TelemetryRequest(device: device.id)) } catch {
      if worker.isAlive && device.telemetry != true {
        throw .notApplicable("the greeting tells of none: \(error.message)")
      }
      throw .fault(
        asked: "telemetry of \(device.id), which the greeting says is answered", expected: "values",
        came: error.message)
    }
    let bounds: [(String, Double?, ClosedRange<Double>)] = [
      ("watts", values.watts, 0...100_000), ("limitWatts", values.limitWatts, 0...100_000),
      ("joules", values.joules, 0 ... .greatestFiniteMagnitude), ("celsius", values.celsius, -100...200),
      ("clockMHz", values.clockMHz, 0...20_000), ("highestClockMHz", values.highestClockMHz, 1...20_000),
      ("memoryClockMHz", values.memoryClockMHz, 0...50_000), ("utilisation", values.utilisation, 0...1),
      ("processes", values.processes.map { Double($0) }, 0...100_000),
    ]
    for (name, value, bound) in bounds {
      guard let value, !bound.contains(value) else { continue }
      throw .fault(
        asked: "telemetry of \(device.id)",
        expected: "\(name) from \(bound.lowerBound) to \(bound.upperBound)",
        came: "\"\(name)\":\(value)")
    }
    let told = bounds.filter { $0.1 != nil }.map(\.0)
    return told.isEmpty ? "no value is told" : told.joined(separator: ", ")
  }
}
