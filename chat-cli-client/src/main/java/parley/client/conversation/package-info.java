/** What a person is in the middle of: rooms, talks, what is unread. Pure state. */
package parley.client.conversation;
