import Foundation

extension ConformanceSuite {
  /// Sends what a worker has to refuse, and sees that it goes on.
  func judgeReplies(_ trial: VariantTrial) {
    judge(.identifiers) { () throws(ConformanceStop) in
      for id in [0, 7, 9_007_199_254_740_991, 7] {
        let reply = try self.client.exchange("{\"id\":\(id),\"do\":\"release\",\"product\":123456789}")
        guard (reply["id"] as? NSNumber)?.intValue == id else {
          throw .fault(
            asked: "release of an unknown product, with \"id\":\(id)", expected: "a reply with \"id\":\(id)",
            came: Self.text(reply))
        }
      }
      return nil
    }
    judge(.unknownMembers) { () throws(ConformanceStop) in
      let line = trial.prepareLine(adding: "\"comment\":{\"text\":[1,null,\"ü\"]},\"id2\":-1e3")
      let reply = try self.client.exchange(line)
      guard let ok = reply["ok"] as? [String: Any], let product = (ok["product"] as? NSNumber)?.intValue
      else {
        throw .fault(
          asked: line, expected: "the product, as without the members that the worker does not know",
          came: Self.text(reply))
      }
      _ = try self.client.demand(ReleaseRequest(product: product), "that it is released")
      return nil
    }
    judge(.noRequest) { () throws(ConformanceStop) in
      let lines = [
        "garbage", "{\"id\":1,\"do\":\"run\"", "[]", "null", "17", "\"open\"", "{}", "{\"do\":\"end\"}",
        "{\"id\":\"x\",\"do\":\"end\"}", "{\"id\":null,\"do\":\"end\"}",
        String(repeating: "[", count: 20_000), "\u{1}\u{7f}",
      ]
      for line in lines { try self.refused(line, id: nil, kinds: [.failed]) }
      return "\(lines.count) lines"
    }
    judge(.unknownRequest) { () throws(ConformanceStop) in
      for verb in ["\"fly\"", "\"\"", "\"OPEN\"", "17", "null"] {
        try self.refused("{\"id\":5,\"do\":\(verb)}", id: 5, kinds: [.failed])
      }
      try self.refused("{\"id\":5}", id: 5, kinds: [.failed])
      return nil
    }
    judge(.wrongMembers) { () throws(ConformanceStop) in try self.sendWrongMembers(trial) }
    judge(.impossibleSizes) { () throws(ConformanceStop) in
      for size in ["0", "-1", "-9223372036854775808", "2.5", "\"64\"", "null", "true", "1e30", "[4]"] {
        for side in ["m", "n", "k"] {
          try self.refused(trial.prepareLine(replacing: side, by: size), id: 6, kinds: nil)
        }
      }
      for side in ["m", "n", "k"] {
        try self.refused(trial.prepareLine(replacing: side, by: "1000000000000"), id: 6, kinds: nil)
      }
      for count in ["0", "-1", "2.5", "null"] {
        try self.refused(trial.prepareLine(replacing: "sets", by: count), id: 6, kinds: nil)
      }
      try self.live(trial)
      return nil
    }
    judge(.tooLarge) { () throws(ConformanceStop) in
      // 10^14 elements each: more than any memory.
      let side = 10_000_000
      let line = trial.prepareLine(m: side, n: side, k: side)
      try self.refused(line, id: 6, kinds: [.memory])
      try self.live(trial)
      return nil
    }
    judge(.longLine) { () throws(ConformanceStop) in try trial.judgeLongLine() }
    judge(.wrongPlaces) { () throws(ConformanceStop) in try self.sendWrongPlaces(trial) }
  }

  /// Each member of a request left out, or of another type.
  private func sendWrongMembers(_ trial: VariantTrial) throws(ConformanceStop) -> String {
    var count = 0
    func refuse(_ line: String) throws(ConformanceStop) {
      count += 1
      try refused(line, id: 6, kinds: nil)
    }
    for member in ["variant", "m", "n", "k", "distribution", "seed", "sets"] {
      try refuse(trial.prepareLine(without: member))
    }
    for (member, value) in [
      ("variant", "\"fp32\""), ("variant", "{}"), ("variant", "{\"precision\":\"fp12\",\"output\":\"fp32\"}"),
      ("distribution", "7"), ("distribution", "\"no-such\""), ("seed", "\"x\""), ("seed", "\"-1\""),
      ("seed", "\"18446744073709551616\""), ("seed", "null"),
    ] { try refuse(trial.prepareLine(replacing: member, by: value)) }
    for verb in ["flip", "run", "rows", "check", "multiply", "bandwidth", "telemetry", "release"] {
      try refuse("{\"id\":6,\"do\":\"\(verb)\"}")
    }
    let (variant, shape) = (trial.variantText, try trial.found())
    let sizes = "\"m\":\(shape.m),\"n\":\(shape.n),\"k\":\(shape.k)"
    for (a, b) in [("\"AAA\"", "\"AAAA\""), ("\"A?A=\"", "\"AAAA\""), ("17", "17"), ("\"AAAA\"", "\"AAAA\"")]
    {
      try refuse("{\"id\":6,\"do\":\"multiply\",\"variant\":\(variant),\(sizes),\"a\":\(a),\"b\":\(b)}")
    }
    try live(trial)
    return "\(count) lines"
  }

  /// Numbers of what is not there.
  private func sendWrongPlaces(_ trial: VariantTrial) throws(ConformanceStop) -> String {
    var count = 0
    func refuse(_ line: String) throws(ConformanceStop) {
      count += 1
      try refused(line, id: 6, kinds: nil)
    }
    try trial.withProduct(sets: 2) { product throws(ConformanceStop) in
      let number = product.number
      for other in ["\(number + 1000)", "-1", "\"\(number)\"", "1e300", "null"] {
        try refuse("{\"id\":6,\"do\":\"run\",\"product\":\(other),\"kernel\":0,\"count\":1}")
        try refuse("{\"id\":6,\"do\":\"flip\",\"product\":\(other),\"seeds\":[\"1\",\"2\"]}")
        try refuse("{\"id\":6,\"do\":\"rows\",\"product\":\(other),\"set\":0,\"matrix\":\"a\",\"rows\":[0]}")
        try refuse("{\"id\":6,\"do\":\"release\",\"product\":\(other)}")
      }
      for kernel in ["-1", "\(product.kernels.count)", "1000000", "0.5", "null"] {
        try refuse("{\"id\":6,\"do\":\"run\",\"product\":\(number),\"kernel\":\(kernel),\"count\":1}")
      }
      for times in ["0", "-1", "0.5", "null"] {
        try refuse("{\"id\":6,\"do\":\"run\",\"product\":\(number),\"kernel\":0,\"count\":\(times)}")
      }
      for set in ["-1", "2", "0.5"] {
        try refuse(
          "{\"id\":6,\"do\":\"rows\",\"product\":\(number),\"set\":\(set),\"matrix\":\"a\",\"rows\":[0]}")
        try refuse("{\"id\":6,\"do\":\"check\",\"product\":\(number),\"set\":\(set),\"seed\":\"1\"}")
      }
      for rows in ["[-1]", "[\(product.a.rows)]", "[0,1000000000000]", "[0.5]", "7"] {
        try refuse(
          "{\"id\":6,\"do\":\"rows\",\"product\":\(number),\"set\":0,\"matrix\":\"a\",\"rows\":\(rows)}")
      }
      try refuse("{\"id\":6,\"do\":\"rows\",\"product\":\(number),\"set\":0,\"matrix\":\"d\",\"rows\":[0]}")
      for seeds in ["[]", "[\"1\"]", "[\"1\",\"2\",\"3\"]", "\"1\""] {
        try refuse("{\"id\":6,\"do\":\"flip\",\"product\":\(number),\"seeds\":\(seeds)}")
      }
      try refuse("{\"id\":6,\"do\":\"telemetry\",\"device\":\"no-such:99\"}")
      try refuse("{\"id\":6,\"do\":\"bandwidth\",\"kind\":\"sideways\",\"bytes\":4096,\"count\":1}")
      try refuse("{\"id\":6,\"do\":\"bandwidth\",\"kind\":\"copy\",\"bytes\":-1,\"count\":1}")
      // What was refused has changed nothing.
      try product.run(count: 2)
      try product.requireC()
    }
    return "\(count) lines"
  }

  /// Sees that a request is answered as ever.
  private func live(_ trial: VariantTrial) throws(ConformanceStop) {
    try trial.withProduct(sets: 1) { product throws(ConformanceStop) in
      try product.run(count: 1)
      try product.requireC()
    }
  }

  /// Sends a line that has to be answered with an error.
  /// - Parameters:
  ///   - id: that of the line; `nil` where it has none, and the reply neither.
  ///   - kinds: of the error; `nil` where any will do.
  func refused(_ line: String, id: Int?, kinds: [DeviceError.Kind]?, with worker: DeviceWorker? = nil)
    throws(ConformanceStop)
  {
    let reply = try client.exchange(line, with: worker)
    let expected =
      "{\"id\":\(id.map { "\($0)" } ?? "null"),\"error\":{\"kind\":\"\(kinds?.first?.rawValue ?? "failed")\",\"message\":…}}"
    guard let error = reply["error"] as? [String: Any], reply["ok"] == nil || reply["ok"] is NSNull,
      let kind = (error["kind"] as? String).flatMap(DeviceError.Kind.init), kinds?.contains(kind) ?? true,
      let message = error["message"] as? String, !message.isEmpty, (reply["id"] as? NSNumber)?.intValue == id
    else { throw .fault(asked: line, expected: expected, came: Self.text(reply)) }
  }

  static func text(_ reply: [String: Any]) -> String {
    guard JSONSerialization.isValidJSONObject(reply),
      let data = try? JSONSerialization.data(
        withJSONObject: reply, options: [.sortedKeys, .withoutEscapingSlashes])
    else { return "\(reply)" }
    return String(decoding: data.prefix(1024), as: UTF8.self)
  }
}
