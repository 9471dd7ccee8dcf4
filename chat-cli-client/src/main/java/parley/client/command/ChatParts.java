package parley.client.command;

import parley.client.conversation.Conversation;
import parley.client.link.Link;
import parley.client.terminal.ConversationView;

/**
 * What a chat at a terminal is made of, for all that is done in it. One lock guards all of them:
 * the link's.
 */
record ChatParts(
    Conversation conversation,
    Link link,
    ConversationView view,
    OpenTalks openTalks,
    Requests requests,
    Status status) {}
