/* DROP TABLE "User"; -- kept for later
   /* nested; */
*/
