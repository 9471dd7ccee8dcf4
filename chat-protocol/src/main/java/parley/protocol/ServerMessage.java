package parley.protocol;

import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** What a server sends: the reply to a request, or an event nobody asked for. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
public sealed interface ServerMessage permits Reply, Event {}
