/** The whole screen: a page for each talk, the lists beside it, the lines below it. */
package parley.client.screen;
