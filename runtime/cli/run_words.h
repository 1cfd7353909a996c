#pragma once

#include <cstdint>
#include <string>

#include "compiler/base/error.h"

/// How numbers of a run are written for people.
namespace itw::cli {

/// "0.978", "1.2e-05", at most six digits.
std::string numberText(double value);
/// "0.05 s", "1.2 s", "3 min 20 s", "2 h 5 min".
std::string durationText(double seconds);
/// "12,300".
std::string groupedText(double number);
/// "131 MB".
std::string bytesText(std::int64_t bytes);
/// "2026-11-03 14:05:09", local time.
std::string timeText(double time);
/// A JSON value in few words: numbers as above, a small matrix line by line, else as JSON.
std::string valueText(const std::string& json, const std::string& indent);

/// Pads with blanks on the right to `width` columns.
std::string padded(std::string text, std::size_t width);

}  // namespace itw::cli
