// SPDX-License-Identifier: MIT
package twinport.findings.report;

import java.util.List;
import java.util.SortedMap;

/// What a capture exposes: to somebody without keys, and beside it what keys opened.
///
/// @param frames in the capture
/// @param ports by server port
/// @param messages readable and decrypted PUBLISH packets, the first [ExposureReader#MESSAGES_KEPT]
/// @param messagesInAll how many there were
/// @param faults the first [ExposureReader#FAULTS_KEPT]
/// @param gapBytes bytes that connections carried and the capture lacks
public record Exposure(
        long frames,
        SortedMap<Integer, PortExposure> ports,
        List<ConversationExposure> conversations,
        List<MessageExposure> messages,
        long messagesInAll,
        List<Fault> faults,
        long faultsInAll,
        long gapBytes) {}
